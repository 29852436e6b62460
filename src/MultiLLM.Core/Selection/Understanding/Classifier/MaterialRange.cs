namespace MultiLLM.Core.Selection.Understanding.Classifier;

/// <summary>
/// Which part of a text is not what the person says but what they bring: the lines between the first and the last one, what follows a colon, and long quotes. A guess; what is
/// guessed wrong is read all the same, as words of the other kind.
/// </summary>
internal struct MaterialRange
{
    private const int LongestInstruction = 400;
    private const int ColonWithin = 160;
    private const int ShortestMaterial = 25;

    private int _from;
    private int _to;
    private int _quoteEnd;

    public static MaterialRange OfHead(in TextWindow window)
    {
        var text = window.Head;
        var from = FirstLineEnd(text);
        var to = !window.Tail.IsEmpty ? text.Length : Math.Max(from, LastLineStart(text));
        if (from >= text.Length - ShortestMaterial && text[..Math.Min(text.Length, ColonWithin)].IndexOf(": ") is var colon and > 0 && text.Length - colon > ShortestMaterial)
            return new MaterialRange { _from = colon + 1, _to = text.Length };
        return new MaterialRange { _from = from, _to = to };
    }

    public static MaterialRange OfTail(in TextWindow window) => new() { _from = 0, _to = LastLineStart(window.Tail) };

    /// <summary>To be asked from the beginning of the text to its end.</summary>
    public bool Contains(ReadOnlySpan<char> text, int at)
    {
        if (at >= _quoteEnd && Closing(text[at]) is var closing and not '\0' && text[(at + 1)..].IndexOf(closing) is var length and >= ShortestMaterial)
            _quoteEnd = at + 1 + length;
        return at < _quoteEnd || (at >= _from && at < _to);
    }

    public readonly bool IsInQuote(int at) => at < _quoteEnd;

    private static char Closing(char quote) => quote switch
    {
        '"' => '"',
        '“' => '”',
        '„' => '“',
        '«' => '»',
        '「' => '」',
        _ => '\0',
    };

    private static int FirstLineEnd(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf('\n');
        return end < 0 ? text.Length : Math.Min(end, LongestInstruction);
    }

    private static int LastLineStart(ReadOnlySpan<char> text) => Math.Max(text.LastIndexOf('\n') + 1, text.Length - LongestInstruction);
}
