using System.Buffers;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Secrets;

/// <summary>Passwords on command lines: "curl -u name:…", "sshpass -p …", "mysql -p…", "net use … /user:name …".</summary>
internal sealed class CommandPasswordDetector() : AnchoredDetector("command_password", "PASSWORD", StringComparison.Ordinal, " -u", " --user", " -p", " -w ", " -a ", "/user:", "/USER:")
{
    private const int LookBack = 160;
    private const int LongestValue = 128;
    private static readonly SearchValues<char> s_valueEnds = SearchValues.Create(" \t\r\n\"'`");
    private static readonly SearchValues<string> s_commands = SearchValues.Create(
        ["sshpass", "mysql", "mariadb", "docker login", "podman login", "helm registry login", "oc login", "az login", "ldap", "redis-cli", "net use", "smbclient", "sqlcmd", "mongosh"], StringComparison.OrdinalIgnoreCase);

    protected override Hit? HitAt(ReadOnlySpan<char> letters, int at)
    {
        if (letters[at] == '/')
            return Follows(letters, at) ? Value(letters, Next(letters, at + 6), 0) : null;
        var isUser = letters[at + 2] is 'u' or '-';
        var option = letters[at + 2] == '-' ? at + 7 : at + 3;
        if (!isUser)
            return Follows(letters, at) ? Value(letters, Skip(letters, option), 0) : null;
        var value = Skip(letters, option);
        var colon = Word(letters, value).IndexOf(':');
        return colon > 0 ? Value(letters, value, colon + 1) : null;
    }

    public override int Pending(ScanText text) => OpenWord(text.Letters, s_valueEnds, LongestValue, LookBack);

    private static Hit? Value(ReadOnlySpan<char> letters, int value, int from)
    {
        var password = Word(letters, value)[from..];
        return AssignmentDetector.IsSecret(password, isPassword: true, isSaid: true) ? new Hit(value + from, value + from + password.Length) : null;
    }

    private static bool Follows(ReadOnlySpan<char> letters, int at) => letters[Math.Max(0, at - LookBack)..at] is var before
        && before[(before.LastIndexOf('\n') + 1)..].ContainsAny(s_commands);

    private static ReadOnlySpan<char> Word(ReadOnlySpan<char> letters, int at)
    {
        var rest = letters[at..Math.Min(letters.Length, at + LongestValue)];
        var end = rest.IndexOfAny(s_valueEnds);
        return end < 0 ? rest : rest[..end];
    }

    private static int Next(ReadOnlySpan<char> letters, int at) => Skip(letters, at + Word(letters, at).Length);

    private static int Skip(ReadOnlySpan<char> letters, int at)
    {
        var most = Math.Min(letters.Length, at + 4);
        while (at < most && letters[at] is ' ' or '=' or '"' or '\'')
            at++;
        return at;
    }
}
