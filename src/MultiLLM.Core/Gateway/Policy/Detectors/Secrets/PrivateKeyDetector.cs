using System.Buffers;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Secrets;

/// <summary>Private keys as PEM: from their first line to their last, or as far as they go.</summary>
internal sealed class PrivateKeyDetector() : AnchoredDetector("private_key", "PRIVATE_KEY", StringComparison.Ordinal, s_begins)
{
    public const int Longest = 8 * 1024;
    private const int LongestTitle = 60;
    private const int LeastBody = 24;
    private static readonly string[] s_begins = ["-----BEGIN ", "PuTTY-User-Key-File-"];
    private static readonly SearchValues<string> s_titles = SearchValues.Create(s_begins, StringComparison.Ordinal);
    private static readonly SearchValues<char> s_body = SearchValues.Create(TokenShape.AlphaNumeric + "+/=\r\n\t :,.-()@_");

    protected override Hit? HitAt(ReadOnlySpan<char> letters, int at)
    {
        var rest = letters[at..Math.Min(letters.Length, at + Longest)];
        if (rest[0] == 'P')
            return rest.IndexOf("Private-Lines:", StringComparison.Ordinal) is > 0 and var lines ? new Hit(at, at + lines + Run(rest, lines, s_body, Longest)) : null;
        var title = rest[..Math.Min(rest.Length, LongestTitle)].IndexOf("PRIVATE KEY", StringComparison.Ordinal);
        if (title < 0)
            return null;
        var dashes = rest[title..].IndexOf("-----", StringComparison.Ordinal);
        if (dashes is < 0 or > 20)
            return null;
        var body = title + dashes + 5;
        var end = rest[body..].IndexOf("-----END", StringComparison.Ordinal);
        var stop = end >= 0 ? body + end : body + Run(rest, body, s_body, Longest);
        if (CountBase64(rest[body..stop]) < LeastBody)
            return null;
        if (end >= 0 && rest[(stop + 8)..].IndexOf("-----", StringComparison.Ordinal) is >= 0 and < LongestTitle and var close)
            stop += 8 + close + 5;
        return new Hit(at, at + stop);
    }

    /// <summary>A key that has begun, until its last line is there.</summary>
    public override int Pending(ScanText text)
    {
        var letters = text.Letters;
        for (var at = 0; at < letters.Length;)
        {
            var next = letters[at..].IndexOfAny(s_titles);
            if (next < 0)
                break;
            at += next;
            if (GoesOn(letters[at..]))
                return at;
            at = HitAt(letters, at)?.End ?? at + 1;
        }
        return letters.Length;
    }

    private static bool GoesOn(ReadOnlySpan<char> rest)
    {
        if (rest.Length >= Longest)
            return false;
        if (rest[0] == 'P')
            return rest.IndexOf("Private-Lines:", StringComparison.Ordinal) is var lines && (lines < 0 || lines + Run(rest, lines, s_body, Longest) == rest.Length);
        if (rest[..Math.Min(rest.Length, LongestTitle)].IndexOf("PRIVATE KEY", StringComparison.Ordinal) < 0)
            return rest.Length < LongestTitle;
        var end = rest.IndexOf("-----END", StringComparison.Ordinal);
        return end < 0 || (rest.Length < end + 8 + LongestTitle && rest[(end + 8)..].IndexOf("-----", StringComparison.Ordinal) < 0);
    }

    private static int CountBase64(ReadOnlySpan<char> body)
    {
        var count = 0;
        foreach (var letter in body)
            count += TokenShape.Base64.Contains(letter) ? 1 : 0;
        return count;
    }
}
