using System.Buffers;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Personal;

/// <summary>E-mail addresses, also with "[at]" and "(dot)".</summary>
internal sealed class EmailDetector() : SpanDetector("email", DetectorGroups.Personal, "EMAIL")
{
    private const int LongestLocal = 64;
    private const int LongestDomain = 253;
    private static readonly SearchValues<string> s_signs = SearchValues.Create(["@", "[at]", "(at)", "{at}", " at "], StringComparison.OrdinalIgnoreCase);
    private static readonly string[] s_dots = ["[dot]", "(dot)", "{dot}", " dot ", "[punkt]", "(punkt)"];

    public override void Find(ScanText text, List<Hit> hits)
    {
        var letters = text.Letters;
        for (var at = 0; at < letters.Length;)
        {
            var next = letters[at..].IndexOfAny(s_signs);
            if (next < 0)
                return;
            at += next;
            var sign = letters[at] == '@' ? 1 : 4;
            var start = Local(letters, at);
            var end = start < 0 ? 0 : Domain(letters, at + sign, mustSpell: letters[at] == ' ');
            if (end > 0 && !letters[start..at].Equals("git", StringComparison.Ordinal))
                hits.Add(new Hit(start, end));
            at = Math.Max(end, at + 1);
        }
    }

    private static int Local(ReadOnlySpan<char> letters, int at)
    {
        var end = at;
        while (end > 0 && letters[end - 1] == ' ' && letters[at] is not ('@' or ' '))
            end--;
        var start = end;
        while (start > 0 && end - start <= LongestLocal && IsLocal(letters[start - 1]))
            start--;
        while (start < end && letters[start] is '.' or '-' or '+' or '\'')
            start++;
        return end - start is > 0 and <= LongestLocal && letters[end - 1] != '.' ? start : -1;
    }

    private static bool IsLocal(char letter) => char.IsLetterOrDigit(letter) && letter < 0x2E80 || letter is '.' or '_' or '+' or '-' or '%' or '\'' or '#' or '&';

    /// <summary>Where the domain ends; 0: there is none.</summary>
    private static int Domain(ReadOnlySpan<char> letters, int from, bool mustSpell)
    {
        var at = from;
        while (at < letters.Length && letters[at] == ' ' && letters[from - 1] is ']' or ')' or '}')
            at++;
        var (dots, end, isSpelled) = (0, 0, false);
        while (at < letters.Length && at - from <= LongestDomain)
        {
            var label = at;
            while (at < letters.Length && at - label <= 63 && (char.IsLetterOrDigit(letters[at]) && letters[at] < 0x2E80 || letters[at] == '-'))
                at++;
            if (at == label || letters[label] == '-')
                break;
            if (dots > 0 && at - label >= 2 && !letters[label..at].ContainsAnyInRange('0', '9'))
                end = at;
            var dot = Dot(letters, at);
            if (dot == 0)
                break;
            isSpelled |= dot > 1;
            dots++;
            at += dot;
        }
        return mustSpell && !isSpelled ? 0 : end;
    }

    private static int Dot(ReadOnlySpan<char> letters, int at)
    {
        if (at < letters.Length && letters[at] == '.')
            return 1;
        var lead = at < letters.Length && letters[at] == ' ' && at + 1 < letters.Length && letters[at + 1] is '[' or '(' or '{' ? 1 : 0;
        foreach (var dot in s_dots)
        {
            if (letters[Math.Min(letters.Length, at + lead)..].StartsWith(dot, StringComparison.OrdinalIgnoreCase))
            {
                var length = lead + dot.Length;
                return at + length < letters.Length && letters[at + length] == ' ' ? length + 1 : length;
            }
        }
        return 0;
    }
}
