using MultiLLM.Core.Gateway.Policy.Detectors.Secrets;
using MultiLLM.Core.Gateway.Policy.Scanning;

namespace MultiLLM.Core.Gateway.Policy.Streaming;

/// <summary>Says from where on a text could still become something that is looked for, when more of it comes. Pure; looks at what is there and at nothing else.</summary>
internal static class HoldRules
{
    /// <summary>Numbers with what separates their groups are not longer.</summary>
    public const int NumberReach = 64;

    /// <summary>A match may end here: what is looked for holds none of these, or goes on only where <see cref="From"/> says so.</summary>
    public static bool IsBoundary(char letter) =>
        char.IsWhiteSpace(letter) || letter is '{' or '}' || letter is >= '\u2E80' and < '\uA000' or >= '\uAC00' and < '\uD7B0';

    /// <summary>Where what has to be held back begins, at a boundary; the text's length: nothing has.</summary>
    public static int From(string text, TextScanner scanner)
    {
        var from = Math.Min(NumberRun(text), text.Length - Math.Min(text.Length, scanner.TermPending(text)));
        var key = text.LastIndexOf("-----BEGIN ", StringComparison.Ordinal);
        return key >= 0 && text.Length - key < PrivateKeyDetector.Longest && !IsClosed(text, key) ? Math.Min(from, key) : from;
    }

    private static bool IsClosed(string text, int key)
    {
        var end = text.IndexOf("-----END", key, StringComparison.Ordinal);
        return end >= 0 && text.IndexOf("-----", end + 8, StringComparison.Ordinal) >= 0;
    }

    /// <summary>Words without small letters at the end, if there is a digit or a capital in them.</summary>
    private static int NumberRun(string text)
    {
        var (start, at, counts) = (text.Length, text.Length, false);
        while (at > 0 && text.Length - at < NumberReach)
        {
            var end = at;
            while (end > 0 && IsBoundary(text[end - 1]))
                end--;
            var word = end;
            while (word > 0 && !IsBoundary(text[word - 1]))
                word--;
            if (word == end || !MayBePart(text.AsSpan(word, end - word), out var matters))
                break;
            counts |= matters;
            if (matters)
                start = word;
            at = word;
        }
        return counts ? start : text.Length;
    }

    private static bool MayBePart(ReadOnlySpan<char> word, out bool matters)
    {
        word = word.TrimEnd(",.;:!?");
        matters = false;
        var isLower = false;
        foreach (var letter in word)
        {
            isLower |= char.IsLower(letter);
            matters |= char.IsDigit(letter) || letter == '+' || (char.IsUpper(letter) && word.Length <= 6);
        }
        return !isLower || word.IndexOfAnyInRange('0', '9') >= 0 || (word.Length == 4 && word.IndexOfAnyExceptInRange('a', 'z') < 0 && (matters = true));
    }
}
