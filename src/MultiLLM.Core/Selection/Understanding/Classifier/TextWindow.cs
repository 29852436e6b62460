namespace MultiLLM.Core.Selection.Understanding.Classifier;

/// <summary>
/// The parts of a text that are looked at, so that megabytes cost no more than a page: people say what they want at the beginning or at the end.
/// </summary>
internal readonly ref struct TextWindow
{
    private const int HeadLength = 2600;
    private const int TailLength = 1400;
    private const int SentenceLength = 240;

    /// <summary>"Hi!" and "Question 3." are no instructions: a sentence has at least this many characters.</summary>
    private const int ShortestSentence = 14;

    public TextWindow(ReadOnlySpan<char> text)
    {
        var trimmed = TrimBounded(text);
        Length = trimmed.Length;
        if (trimmed.Length <= HeadLength + TailLength)
        {
            Head = trimmed;
        }
        else
        {
            Head = trimmed[..HeadLength];
            Tail = trimmed[^TailLength..];
        }
        Opening = FirstSentence(Head);
        Closing = LastSentence(Tail.IsEmpty ? Head : Tail);
    }

    /// <summary>Characters of the whole text.</summary>
    public int Length { get; }
    public ReadOnlySpan<char> Head { get; }

    /// <summary>Empty where <see cref="Head"/> is the whole text.</summary>
    public ReadOnlySpan<char> Tail { get; }
    public ReadOnlySpan<char> Opening { get; }
    public ReadOnlySpan<char> Closing { get; }

    /// <summary>Without the space around it; a megabyte of blanks is left as it is.</summary>
    private static ReadOnlySpan<char> TrimBounded(ReadOnlySpan<char> text)
    {
        var first = text[..Math.Min(text.Length, TailLength)];
        text = text[(first.Length - first.TrimStart().Length)..];
        var last = text[^Math.Min(text.Length, TailLength)..];
        return text[..^(last.Length - last.TrimEnd().Length)];
    }

    private static ReadOnlySpan<char> FirstSentence(ReadOnlySpan<char> text)
    {
        var limit = Math.Min(text.Length, SentenceLength);
        for (var i = ShortestSentence; i < limit; i++)
        {
            if (EndsSentence(text, i))
                return text[..(i + 1)];
        }
        return text[..limit];
    }

    private static ReadOnlySpan<char> LastSentence(ReadOnlySpan<char> text)
    {
        var limit = Math.Max(0, text.Length - SentenceLength);
        for (var i = text.Length - ShortestSentence; i >= limit; i--)
        {
            if (EndsSentence(text, i))
                return text[(i + 1)..];
        }
        return text[limit..];
    }

    private static bool EndsSentence(ReadOnlySpan<char> text, int i) => text[i] switch
    {
        '\n' or '。' or '？' or '！' => true,
        '.' or '?' or '!' => i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]),
        _ => false,
    };
}
