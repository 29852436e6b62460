using System.Buffers;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Personal;

/// <summary>E-mail addresses, also with "[at]" and "(dot)".</summary>
internal sealed class EmailDetector() : SpanDetector("email", DetectorGroups.Personal, "EMAIL")
{
    private const int LongestLocal = 64;
    private const int LongestDomain = 253;
    private static readonly SearchValues<string> s_signs = SearchValues.Create(["@", "[at]", "(at)", "{at}", " at "], StringComparison.OrdinalIgnoreCase);
    private static readonly string[] s_spelled = ["[at]", "(at)", "{at}", " at "];
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

    /// <summary>An address whose domain may go on, and a word that "at" may follow.</summary>
    public override int Pending(ScanText text)
    {
        var letters = text.Letters;
        for (var at = Math.Max(0, letters.Length - LongestLocal - LongestDomain); at < letters.Length; at++)
        {
            var next = letters[at..].IndexOfAny(s_signs);
            if (next < 0)
                break;
            at += next;
            if (Local(letters, at) is >= 0 and var start && DomainGoesOn(letters, at + (letters[at] == '@' ? 1 : 4)))
                return start;
        }
        return LocalOfSignToCome(letters);
    }

    private static int LocalOfSignToCome(ReadOnlySpan<char> letters)
    {
        for (var length = 3; length >= 0; length--)
        {
            var at = letters.Length - length;
            foreach (var sign in s_spelled)
            {
                if (letters.EndsWith(sign.AsSpan(0, length), StringComparison.OrdinalIgnoreCase) && LocalBefore(letters, at, sign[0] == ' ') is >= 0 and var start)
                    return start;
            }
        }
        return letters.Length;
    }

    private static bool DomainGoesOn(ReadOnlySpan<char> letters, int from)
    {
        var end = Labels(letters, from, out _, out _);
        if (end - from > LongestDomain)
            return false;
        var rest = letters[end..];
        foreach (var dot in s_dots)
        {
            if (dot.AsSpan().StartsWith(rest, StringComparison.OrdinalIgnoreCase) || (rest is [' ', ..] && dot.AsSpan().StartsWith(rest[1..], StringComparison.OrdinalIgnoreCase)))
                return true;
        }
        return false;
    }

    private static int Local(ReadOnlySpan<char> letters, int at) => LocalBefore(letters, at, isRightBefore: letters[at] is '@' or ' ');

    private static int LocalBefore(ReadOnlySpan<char> letters, int at, bool isRightBefore)
    {
        var end = at;
        while (end > 0 && letters[end - 1] == ' ' && !isRightBefore)
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
        Labels(letters, from, out var end, out var isSpelled);
        return mustSpell && !isSpelled ? 0 : end;
    }

    /// <summary>Where its labels and dots end.</summary>
    /// <param name="letters">The text.</param>
    /// <param name="from">Behind the sign.</param>
    /// <param name="domain">Behind the last label that may be a domain's; 0: there is none.</param>
    /// <param name="isSpelled">A dot among them is a word.</param>
    private static int Labels(ReadOnlySpan<char> letters, int from, out int domain, out bool isSpelled)
    {
        var at = from;
        while (at < letters.Length && letters[at] == ' ' && letters[from - 1] is ']' or ')' or '}')
            at++;
        (domain, isSpelled) = (0, false);
        var dots = 0;
        while (at < letters.Length && at - from <= LongestDomain)
        {
            var label = at;
            while (at < letters.Length && at - label <= 63 && (char.IsLetterOrDigit(letters[at]) && letters[at] < 0x2E80 || letters[at] == '-'))
                at++;
            if (at == label || letters[label] == '-')
                break;
            if (dots > 0 && at - label >= 2 && !letters[label..at].ContainsAnyInRange('0', '9'))
                domain = at;
            var dot = Dot(letters, at);
            if (dot == 0)
                break;
            isSpelled |= dot > 1;
            dots++;
            at += dot;
        }
        return at;
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
