using System.Buffers;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Secrets;

/// <summary>Tables of credentials: a line of names of which one is "password" or the like, and below it the values of that column.</summary>
internal sealed class PasswordColumnDetector() : SpanDetector("password_column", DetectorGroups.Secrets, "PASSWORD")
{
    private static readonly SearchValues<char> s_separators = SearchValues.Create(",;|\t");
    private static readonly string[] s_names =
    [
        "password", "passwd", "pwd", "pass", "passphrase", "passwort", "kennwort", "contraseña", "mot de passe", "senha", "wachtwoord", "hasło", "пароль", "密码", "パスワード",
        "secret", "token", "api_key", "api key", "apikey", "secret key", "access key",
    ];

    public override void Find(ScanText text, List<Hit> hits)
    {
        var letters = text.Letters;
        var (separator, column) = ('\0', -1);
        for (var at = 0; at < letters.Length;)
        {
            var length = letters[at..].IndexOf('\n') is var end and >= 0 ? end : letters.Length - at;
            var line = letters.Slice(at, length);
            if (column >= 0 && Cell(line, separator, column) is { } cell)
            {
                var value = line[cell].Trim(" \"'`\r");
                var start = value.IsEmpty ? 0 : at + cell.Start.Value + line[cell].IndexOf(value);
                if (!value.IsEmpty && value.IndexOf(' ') < 0 && AssignmentDetector.IsSecret(value, isPassword: true, isSaid: true))
                    hits.Add(new Hit(start, start + value.Length));
            }
            else
            {
                (separator, column) = Header(line);
            }
            at += length + 1;
        }
    }

    /// <summary>The column that holds passwords; -1: the line is no such header.</summary>
    private static (char Separator, int Column) Header(ReadOnlySpan<char> line)
    {
        var first = line.IndexOfAny(s_separators);
        if (first < 0)
            return ('\0', -1);
        var (separator, column) = (line[first], 0);
        foreach (var part in line.Split(separator))
        {
            var name = line[part].Trim(" \"'`*\r");
            foreach (var known in s_names)
            {
                if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
                    return (separator, column);
            }
            column++;
        }
        return ('\0', -1);
    }

    /// <summary>Null: the line has no such column, so the table is over.</summary>
    private static Range? Cell(ReadOnlySpan<char> line, char separator, int column)
    {
        var found = 0;
        foreach (var part in line.Split(separator))
        {
            if (found++ == column)
                return new Range(part.Start.GetOffset(line.Length), part.End.GetOffset(line.Length));
        }
        return null;
    }
}
