using System.Numerics;

namespace MultiLLM.Core.Selection.Understanding.Classifier;

/// <summary>Finds the features of a text. The trainer and the service both use it, so that a model reads what it was trained on.</summary>
internal static class FeatureReader
{
    private const int ShortestPiece = 3;
    private const int LongestPiece = 5;
    private const char WordEdge = '\u0002';
    private const uint FirstConcept = 64;
    private const uint OpeningStart = 0x51ED270B;
    private const uint ClosingSalt = 0x2545F491;

    public static void Read<TSink>(in TextWindow window, in TextShape shape, ref TSink sink) where TSink : IFeatureSink, allows ref struct
    {
        var head = MaterialRange.OfHead(window);
        ReadWords(window.Head, head, ref sink);
        ReadWords(window.Tail, MaterialRange.OfTail(window), ref sink);
        ReadSentence(window.Opening, FeatureGroup.Opening, salt: 0, ref sink);
        ReadSentence(window.Closing, FeatureGroup.Closing, ClosingSalt, ref sink);
        var opening = ConceptReader.Read(window.Opening);
        var closing = ConceptReader.Read(window.Closing);
        ReadTraits((uint)shape.Traits, opening, 0, ref sink);
        ReadTraits((uint)shape.Traits, closing, ClosingSalt, ref sink);
    }

    private static void ReadWords<TSink>(ReadOnlySpan<char> text, MaterialRange material, ref TSink sink) where TSink : IFeatureSink, allows ref struct
    {
        var words = new WordScanner(text);
        uint before = 0;
        while (words.MoveNext())
        {
            if (material.Contains(text, words.Start))
            {
                sink.Add(FeatureGroup.Material, FeatureHash.In(FeatureGroup.Material, words.Hash));
                before = 0;
                continue;
            }
            sink.Add(FeatureGroup.Word, FeatureHash.In(FeatureGroup.Word, words.Hash));
            if (before != 0)
                sink.Add(FeatureGroup.Pair, FeatureHash.In(FeatureGroup.Pair, FeatureHash.Join(before, words.Hash)));
            if (words.Letters.Length > 1)
                ReadPieces(words.Letters, ref sink);
            before = words.Hash;
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

    /// <summary>The words of a sentence, its neighbours with and without one between them, and its first one to three words as they stand.</summary>
    private static void ReadSentence<TSink>(ReadOnlySpan<char> text, FeatureGroup group, uint salt, ref TSink sink) where TSink : IFeatureSink, allows ref struct
    {
        var words = new WordScanner(text);
        var beginning = OpeningStart ^ salt;
        uint before = 0, beforeThat = 0;
        for (var i = 0; words.MoveNext(); i++)
        {
            sink.Add(group, FeatureHash.In(group, words.Hash));
            if (i < 3)
            {
                beginning = FeatureHash.Join(beginning, words.Hash);
                sink.Add(FeatureGroup.Phrase, FeatureHash.In(FeatureGroup.Phrase, beginning));
            }
            if (i > 0)
                sink.Add(FeatureGroup.Phrase, FeatureHash.In(FeatureGroup.Phrase, FeatureHash.Join(before, words.Hash) ^ salt));
            if (i > 1)
                sink.Add(FeatureGroup.Phrase, FeatureHash.In(FeatureGroup.Phrase, FeatureHash.Join(beforeThat + 1, words.Hash) ^ salt));
            beforeThat = before;
            before = words.Hash;
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
