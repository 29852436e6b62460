using System.Numerics;

namespace MultiLLM.Core.Selection.Understanding.Classifier;

/// <summary>Finds the features of a text. The trainer and the service both use it, so that a model reads what it was trained on.</summary>
internal static class FeatureReader
{
    private const int ShortestPiece = 3;
    private const int LongestPiece = 5;
    private const char WordEdge = '\u0002';
    private const uint FirstConcept = 64;
    private const uint AnywhereSalt = 0x1B873593;
    private const uint ClosingSalt = 0x2545F491;

    public static void Read<TSink>(in TextWindow window, in TextShape shape, ref TSink sink) where TSink : IFeatureSink, allows ref struct
    {
        var opening = new SentenceReader(FeatureGroup.Opening, salt: 0);
        var closing = new SentenceReader(FeatureGroup.Closing, ClosingSalt);
        var last = window.Tail.IsEmpty ? window.Head : window.Tail;
        var closingStart = last.Length - window.Closing.Length;
        ReadWords(window.Head, MaterialRange.OfHead(window), window.Opening.Length, window.Tail.IsEmpty ? closingStart : int.MaxValue, ref opening, ref closing, ref sink);
        ReadWords(window.Tail, MaterialRange.OfTail(window), 0, closingStart, ref opening, ref closing, ref sink);
        ReadTraits((uint)shape.Traits, opening.Concepts, salt: 0, ref sink);
        ReadTraits((uint)shape.Traits, closing.Concepts, ClosingSalt, ref sink);
    }

    private static void ReadWords<TSink>(
        ReadOnlySpan<char> text, MaterialRange material, int openingEnd, int closingStart, ref SentenceReader opening, ref SentenceReader closing, ref TSink sink)
        where TSink : IFeatureSink, allows ref struct
    {
        var words = new WordScanner(text);
        ulong concepts = 0;
        uint before = 0;
        while (words.MoveNext())
        {
            var brought = material.Contains(text, words.Start);
            if (!material.IsInQuote(words.Start) && words.Start < openingEnd)
                opening.Add(words, text, ref sink);
            if (!material.IsInQuote(words.Start) && words.Start >= closingStart)
                closing.Add(words, text, ref sink);
            if (brought)
            {
                sink.Add(FeatureGroup.Material, FeatureHash.In(FeatureGroup.Material, words.Hash));
                before = 0;
                continue;
            }
            if (!words.Letters.IsEmpty)
                concepts |= ConceptReader.Read(words.Letters, text[words.Start..]);
            sink.Add(FeatureGroup.Word, FeatureHash.In(FeatureGroup.Word, words.Hash));
            if (before != 0)
                sink.Add(FeatureGroup.Pair, FeatureHash.In(FeatureGroup.Pair, FeatureHash.Join(before, words.Hash)));
            if (words.Letters.Length > 1)
                ReadPieces(words.Letters, ref sink);
            before = words.Hash;
        }
        for (; concepts != 0; concepts &= concepts - 1)
        {
            var number = FirstConcept + (uint)BitOperations.TrailingZeroCount(concepts);
            AddPair(number, number, AnywhereSalt, ref sink);
        }
    }

    private static void ReadPieces<TSink>(ReadOnlySpan<char> word, ref TSink sink) where TSink : IFeatureSink, allows ref struct
    {
        for (var start = -1; start < word.Length - 1; start++)
        {
            var hash = FeatureHash.Start;
            var end = Math.Min(start + LongestPiece, word.Length + 1);
            for (var i = start; i < end; i++)
            {
                hash = FeatureHash.Append(hash, i < 0 || i == word.Length ? WordEdge : WordScanner.Lower(word[i]));
                if (i - start + 1 >= ShortestPiece)
                    sink.Add(FeatureGroup.Piece, FeatureHash.In(FeatureGroup.Piece, hash));
            }
        }
    }

    /// <summary>Pairs of traits, of concepts, and of one and the other; each alone too, as a pair with itself.</summary>
    private static void ReadTraits<TSink>(uint traits, ulong concepts, uint salt, ref TSink sink) where TSink : IFeatureSink, allows ref struct
    {
        for (ulong first = traits; first != 0; first &= first - 1)
        {
            for (var second = first; second != 0; second &= second - 1)
                AddPair(Number(first), Number(second), salt: 0, ref sink);
            for (var concept = concepts; concept != 0; concept &= concept - 1)
                AddPair(Number(first), FirstConcept + Number(concept), salt, ref sink);
        }
        for (var first = concepts; first != 0; first &= first - 1)
        {
            for (var second = first; second != 0; second &= second - 1)
                AddPair(FirstConcept + Number(first), FirstConcept + Number(second), salt, ref sink);
        }

        static uint Number(ulong bits) => (uint)BitOperations.TrailingZeroCount(bits);
    }

    private static void AddPair<TSink>(uint first, uint second, uint salt, ref TSink sink) where TSink : IFeatureSink, allows ref struct =>
        sink.Add(FeatureGroup.Trait, FeatureHash.In(FeatureGroup.Trait, ((first << 8) | second) ^ salt));
}
