namespace MultiLLM.Core.Gateway.Policy.Detectors.Numbers;

/// <summary>Steps from number to number.</summary>
internal static class Digits
{
    private const int Near = 4; // nearer ones are not worth a search

    /// <summary>The next digit from there on; the text's length: there is none.</summary>
    public static int Next(ReadOnlySpan<char> text, int at)
    {
        for (var near = Math.Min(text.Length, at + Near); at < near; at++)
        {
            if (char.IsAsciiDigit(text[at]))
                return at;
        }
        return text[at..].IndexOfAnyInRange('0', '9') is >= 0 and var next ? at + next : text.Length;
    }

    /// <summary>Behind the digits that stand there.</summary>
    public static int End(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return at;
    }
}
