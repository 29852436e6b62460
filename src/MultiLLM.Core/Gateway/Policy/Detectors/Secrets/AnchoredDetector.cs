using System.Buffers;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Secrets;

/// <summary>Finds one string after another and asks for each whether it belongs to something.</summary>
internal abstract class AnchoredDetector(string name, string label, StringComparison comparison, params string[] anchors) : SpanDetector(name, DetectorGroups.Secrets, label)
{
    private readonly AnchorSearch _anchors = new(anchors, comparison);

    public sealed override void Find(ScanText text, List<Hit> hits)
    {
        var letters = text.Letters;
        var anchored = _anchors.In(letters, stackalloc int[_anchors.Notes]);
        for (var at = anchored.From(0); at >= 0;)
        {
            var end = at + 1;
            if (HitAt(letters, at) is { } hit)
            {
                hits.Add(hit);
                end = Math.Max(end, hit.End);
            }
            at = anchored.From(end);
        }
    }

    protected abstract Hit? HitAt(ReadOnlySpan<char> letters, int at);

    /// <summary>The last word, where nothing ends it yet and an anchor stands in it or shortly before it; the text's length: there is none.</summary>
    /// <param name="letters">The text.</param>
    /// <param name="ends">What ends a word.</param>
    /// <param name="longest">A longer one is none.</param>
    /// <param name="before">So far before it an anchor may stand.</param>
    protected int OpenWord(ReadOnlySpan<char> letters, SearchValues<char> ends, int longest, int before)
    {
        var word = letters[Math.Max(0, letters.Length - longest - 1)..].LastIndexOfAny(ends) is var end and >= 0 ? Math.Max(0, letters.Length - longest - 1) + end + 1 : 0;
        return letters.Length - word <= longest && _anchors.IsIn(letters[Math.Max(0, word - before)..]) ? word : letters.Length;
    }

    /// <summary>Length of the run of these letters; looks no further than <paramref name="most"/>.</summary>
    protected static int Run(ReadOnlySpan<char> letters, int at, SearchValues<char> of, int most)
    {
        var rest = letters[at..Math.Min(letters.Length, at + most)];
        var length = rest.IndexOfAnyExcept(of);
        return length < 0 ? rest.Length : length;
    }

    protected static bool IsWordStart(ReadOnlySpan<char> letters, int at) => at == 0 || !(char.IsAsciiLetterOrDigit(letters[at - 1]) || letters[at - 1] == '_');
}
