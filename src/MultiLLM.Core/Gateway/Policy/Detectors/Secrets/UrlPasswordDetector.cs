using System.Buffers;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Secrets;

/// <summary>Passwords in addresses: scheme://user:password@host.</summary>
internal sealed class UrlPasswordDetector() : AnchoredDetector("url_password", "PASSWORD", StringComparison.Ordinal, "://")
{
    private const int LongestAuthority = 300;
    private static readonly SearchValues<char> s_ends = SearchValues.Create(" \t\r\n\"'<>`/");

    protected override Hit? HitAt(ReadOnlySpan<char> letters, int at)
    {
        if (at == 0 || !char.IsAsciiLetterOrDigit(letters[at - 1]))
            return null;
        var from = at + 3;
        var authority = Authority(letters, from);
        var host = authority.LastIndexOf('@');
        if (host < 0)
            return null;
        var colon = authority.IndexOf(':');
        if (colon < 0 || host - colon < 4)
            return null;
        var password = authority[(colon + 1)..host];
        return IsStandIn(password) ? null : new Hit(from + colon + 1, from + host);
    }

    /// <summary>A path is no part of it: an @ there says nothing.</summary>
    private static ReadOnlySpan<char> Authority(ReadOnlySpan<char> letters, int from)
    {
        var authority = letters[from..Math.Min(letters.Length, from + LongestAuthority)];
        var end = authority.IndexOfAny(s_ends);
        return end < 0 ? authority : authority[..end];
    }

    /// <summary>A password may hold braces and letters of any script, which end other words.</summary>
    public override int Pending(ScanText text)
    {
        var letters = text.Letters;
        for (var at = Math.Max(0, letters.Length - LongestAuthority); at < letters.Length; at++)
        {
            var next = letters[at..].IndexOf("://", StringComparison.Ordinal);
            if (next < 0)
                break;
            at += next;
            if (at + 3 + Authority(letters, at + 3).Length == letters.Length)
                return at + 3;
        }
        return letters.Length;
    }

    private static bool IsStandIn(ReadOnlySpan<char> password) =>
        Randomness.IsStandIn(password) || password[0] is '$' or '{' or '<' or '[' or '%' || password.IndexOfAnyExcept('*', 'x', '.') < 0
        || password is "password" or "pass" or "passwd" or "pwd" or "PASSWORD" or "PASS" or "secret" or "token" or "passwort" or "contraseña" or "motdepasse";
}
