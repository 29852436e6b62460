using System.Buffers;
using System.Collections.Frozen;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Secrets;

/// <summary>Tables of credentials: a line of names of which one is "password" or the like, and below it the values of that column.</summary>
internal sealed class PasswordColumnDetector() : SpanDetector("password_column", DetectorGroups.Secrets, "PASSWORD")
{
    public const int LongestLine = 1024;
    private static readonly SearchValues<char> s_separators = SearchValues.Create(",;|\t");
    private static readonly FrozenSet<string> s_names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "password", "passwd", "pwd", "pass", "passphrase", "passwort", "kennwort", "contraseña", "mot de passe", "senha", "wachtwoord", "hasło", "пароль", "密码", "パスワード",
        "secret", "token", "api_key", "api key", "apikey", "secret key", "access key");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_isName = s_names.GetAlternateLookup<ReadOnlySpan<char>>();

    public override void Find(ScanText text, List<Hit> hits)
    {
        var letters = text.Letters;
        var table = Table.None;
        for (var at = 0; at < letters.Length;)
        {
            var length = letters[at..].IndexOf('\n') is var end and >= 0 ? end : letters.Length - at;
            var line = letters.Slice(at, length);
            if (table.Column >= 0 && Cell(line, table) is { } cell)
            {
                var value = line[cell].Trim(" \"'`\r");
                var start = value.IsEmpty ? 0 : at + cell.Start.Value + line[cell].IndexOf(value);
                if (!value.IsEmpty && value.IndexOf(' ') < 0 && AssignmentDetector.IsSecret(value, isPassword: true, isSaid: true))
                    hits.Add(new Hit(start, start + value.Length));
            }
            else
            {
                table = Header(line, at);
            }
            at += length + 1;
        }
    }

    /// <summary>A value whose cell has not ended.</summary>
    public override int Pending(ScanText text)
    {
        var letters = text.Letters;
        var (table, at) = At(letters);
        return table.Column >= 0 && Cell(letters[at..], table) is { } cell && at + cell.End.Value == letters.Length ? at + cell.Start.Value : letters.Length;
    }

    /// <summary>
    /// The line of names that stands above what comes next, and the beginning of a line from which on at least so much of the text is left; null: there is no table,
    /// or its lines are longer than <see cref="LongestLine"/>.
    /// </summary>
    public static (int Names, int NamesEnd, int From)? Above(ScanText text, int least)
    {
        var letters = text.Letters;
        var (table, _) = At(letters);
        if (table.Column < 0 || table.End - table.Start > LongestLine)
            return null;
        var rest = letters[..Math.Max(0, letters.Length - least)].LastIndexOf('\n') + 1;
        return letters.Length - rest > least + LongestLine ? null : (table.Start, table.End, rest);
    }

    /// <summary>The table that the end of the text stands in, and where its last line begins.</summary>
    private static (Table Table, int Line) At(ReadOnlySpan<char> letters)
    {
        var table = Table.None;
        var at = 0;
        for (int end; (end = letters[at..].IndexOf('\n')) >= 0; at += end + 1)
        {
            var line = letters.Slice(at, end);
            if (table.Column < 0 || Cell(line, table) is null)
                table = Header(line, at);
        }
        return (table, at);
    }

    private static Table Header(ReadOnlySpan<char> line, int at)
    {
        var first = line.IndexOfAny(s_separators);
        if (first < 0)
            return Table.None;
        var (separator, column) = (line[first], 0);
        foreach (var part in line.Split(separator))
        {
            var name = line[part].Trim(" \"'`*\r");
            if (s_isName.Contains(name))
                return new Table(separator, column, at, at + line.Length);
            column++;
        }
        return Table.None;
    }

    /// <summary>Null: the line has no such column, so the table is over.</summary>
    private static Range? Cell(ReadOnlySpan<char> line, Table table)
    {
        var found = 0;
        foreach (var part in line.Split(table.Separator))
        {
            if (found++ == table.Column)
                return new Range(part.Start.GetOffset(line.Length), part.End.GetOffset(line.Length));
        }
        return null;
    }

    /// <param name="Separator">Between its cells.</param>
    /// <param name="Column">That holds passwords; -1: the line is no such header.</param>
    /// <param name="Start">Of the line with its names.</param>
    /// <param name="End">Behind that line.</param>
    private readonly record struct Table(char Separator, int Column, int Start, int End)
    {
        public static Table None { get; } = new('\0', -1, 0, 0);
    }
}
