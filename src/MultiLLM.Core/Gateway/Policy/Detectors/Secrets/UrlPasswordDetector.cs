namespace MultiLLM.Core.Gateway.Policy.Detectors.Secrets;

/// <summary>Passwords in addresses: scheme://user:password@host.</summary>
internal sealed class UrlPasswordDetector() : AnchoredDetector("url_password", "PASSWORD", StringComparison.Ordinal, "://")
{
    private const int LongestAuthority = 300;

    protected override Hit? HitAt(ReadOnlySpan<char> letters, int at)
    {
        if (at == 0 || !char.IsAsciiLetterOrDigit(letters[at - 1]))
            return null;
        var from = at + 3;
        var authority = letters[from..Math.Min(letters.Length, from + LongestAuthority)];
        var end = authority.IndexOfAny(" \t\r\n\"'<>`");
        authority = end < 0 ? authority : authority[..end];
        var host = authority.LastIndexOf('@');
        if (host < 0)
            return null;
        var slash = authority.IndexOf('/');
        if (slash >= 0 && slash < host)
            return null; // the @ stands in a path
        var colon = authority.IndexOf(':');
        if (colon < 0 || host - colon < 4)
            return null;
        var password = authority[(colon + 1)..host];
        return IsStandIn(password) ? null : new Hit(from + colon + 1, from + host);
    }

    private static bool IsStandIn(ReadOnlySpan<char> password) =>
        Randomness.IsStandIn(password) || password[0] is '$' or '{' or '<' or '[' or '%' || password.IndexOfAnyExcept('*', 'x', '.') < 0
        || password is "password" or "pass" or "passwd" or "pwd" or "PASSWORD" or "PASS" or "secret" or "token" or "passwort" or "contraseña" or "motdepasse";
}
