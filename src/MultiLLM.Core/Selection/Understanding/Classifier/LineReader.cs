using System.Buffers;

namespace MultiLLM.Core.Selection.Understanding.Classifier;

/// <summary>Tells what a line looks like. Reads a bounded part of it.</summary>
internal static class LineReader
{
    private const int Examined = 160;

    private static readonly SearchValues<string> CodeMarks = SearchValues.Create(
        ["==", "!=", "=>", "->", "::", "();", "){", ") {", "+=", "&&", "||", "[]", "{}", "</", "/>", "self.", "this.", "printf(", "print(", "console.", "return ", "std:", "import ", "${", " = new ", "len("],
        StringComparison.Ordinal);

    private static readonly string[] CodeStarts =
    [
        "import ", "from ", "using ", "#include", "package ", "return ", "return;", "const ", "let ", "var ", "if (", "if(", "for (", "for(", "while (", "while(", "elif ", "else:", "else {", "try:", "try {",
        "except ", "@", "//", "/*", "* @", "#!", "<?", "<!", "SELECT ", "INSERT ", "UPDATE ", "CREATE ", "DELETE ", "ALTER ", "FROM ", "WHERE ", "GROUP BY", "ORDER BY", "$ ", ">>> ", "+++ ", "--- a/", "@@ ",
        "\"\"\"", "'''", "Traceback", "at com.", "at org.", "at java.", "File \"", "assert ", "print(", "printf(",
    ];

    private static readonly string[] SignatureStarts =
    [
        "def ", "async def ", "class ", "func ", "fn ", "pub fn ", "fun ", "function ", "public ", "private ", "protected ", "internal ", "static ", "struct ", "interface ", "template<", "template <", "export ",
        "int ", "void ", "bool ", "double ", "float ", "string ", "std::", "vector<", "sub ", "defn ", "(defn ", "(define ", "(defun ", "impl ",
    ];

    public static LineKind Read(ReadOnlySpan<char> line)
    {
        line = line[..Math.Min(line.Length, Examined)].Trim();
        if (line.IsEmpty)
            return LineKind.Blank;
        if (line.StartsWith("```") || line.StartsWith("~~~"))
            return LineKind.Fence;
        if (OptionLetter(line) is not '\0')
            return LineKind.Option;
        if (StartsWithAny(line, SignatureStarts) && line.ContainsAny('(', '{', ':') && line[^1] is ':' or '{' or ')' or ';' or '}' or ',' or '(')
            return LineKind.Signature;
        if (IsCode(line))
            return LineKind.Code;
        if (line.Count('|') >= 2 || line.Count('\t') >= 2 || line.Count(';') >= 3)
            return LineKind.TableRow;
        if (line[0] == '#' && line.TrimStart('#') is [' ', ..])
            return LineKind.Heading;
        return IsListItem(line) ? LineKind.ListItem : IsDialogue(line) ? LineKind.Dialogue : LineKind.Prose;
    }

    /// <summary>'A' of "A) …", "(a) …", "A. …" and "A: …"; '\0': no option.</summary>
    public static char OptionLetter(ReadOnlySpan<char> line)
    {
        if (line is ['(', var inner, ')', ' ', ..])
            return AsOption(inner);
        return line is [var letter, ')' or '.' or ':', ' ', ..] ? AsOption(letter) : '\0';
    }

    private static char AsOption(char c) => char.ToUpperInvariant(c) is var upper and >= 'A' and <= 'J' ? upper : '\0';

    private static bool IsCode(ReadOnlySpan<char> line)
    {
        if (StartsWithAny(line, CodeStarts) && (line.ContainsAny("(){}=;<>\"'#*@:/") || line.Count(' ') <= 2))
            return true;
        var end = line[^1];
        if (line.Length > 1 && end is '{' or '}' or ';')
            return true;
        var marks = line.ContainsAny(CodeMarks) ? 1 : 0;
        if (line.Contains('=') && line.ContainsAny('(', '[', '.') && !line.Contains('$') && !line.Contains('\\'))
            marks++;
        if (HasCall(line))
            marks++;
        return marks >= 2;
    }

    /// <summary>A name with a parenthesis right behind it, as in "sort(items)" but not in "item(s)".</summary>
    private static bool HasCall(ReadOnlySpan<char> line)
    {
        for (var i = line.IndexOf('('); i > 1; i = Next(line, i))
        {
            if ((char.IsAsciiLetterOrDigit(line[i - 1]) || line[i - 1] == '_') && !line[i..].StartsWith("(s)"))
                return true;
        }
        return false;

        static int Next(ReadOnlySpan<char> line, int i) => line[(i + 1)..].IndexOf('(') is var further and >= 0 ? i + 1 + further : -1;
    }

    private static bool IsListItem(ReadOnlySpan<char> line)
    {
        if (line[0] is '-' or '*' or '•' or '–' or '·' && line.Length > 1 && line[1] == ' ')
            return true;
        var digits = 0;
        while (digits < line.Length && digits < 3 && char.IsAsciiDigit(line[digits]))
            digits++;
        return digits > 0 && digits + 1 < line.Length && line[digits] is '.' or ')' or ':' && line[digits + 1] == ' ';
    }

    private static bool IsDialogue(ReadOnlySpan<char> line)
    {
        var colon = line[..Math.Min(line.Length, 24)].IndexOf(':');
        return colon > 0 && colon + 2 < line.Length && line[colon + 1] == ' ' && line[..colon].Count(' ') <= 2 && (char.IsLetter(line[0]) || line[0] is '[' or '*');
    }

    private static bool StartsWithAny(ReadOnlySpan<char> line, string[] starts)
    {
        foreach (var start in starts)
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
                return true;
        }
        return false;
    }
}
