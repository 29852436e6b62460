using System.Globalization;
using System.Text;

namespace MultiLLM.Runner.Grammar;

/// <summary>Pieces of llama.cpp's grammar notation. An atom is what a repetition may follow: a rule's name, a literal, a class, a group.</summary>
internal static class Gbnf
{
    /// <summary>Matches nothing at all, successfully.</summary>
    public const string Empty = "\"\"";

    /// <summary>Matches no text: no bytes decode to this number.</summary>
    public const string Nothing = @"[\UFFFFFFFF]";

    public static string Literal(string text)
    {
        var output = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            AppendChar(output, rune.Value);
        }

        return output.Append('"').ToString();
    }

    public static string Sequence(params IEnumerable<string> parts)
    {
        var used = parts.Where(part => part != Empty).ToArray();
        return used.Length == 0 ? Empty : string.Join(' ', used);
    }

    /// <summary>One of several, as an atom.</summary>
    public static string Either(IReadOnlyList<string> alternatives) =>
        alternatives is [var only] && IsAtom(only) ? only : $"({string.Join(" | ", alternatives)})";

    public static string Optional(string expression) => expression == Empty ? Empty : $"{Group(expression)}?";

    public static string Group(string expression) => IsAtom(expression) ? expression : $"({expression})";

    public static void AppendChar(StringBuilder output, int c)
    {
        if (c is >= ' ' and <= '~' and not ('"' or '\\' or '[' or ']' or '^' or '-'))
        {
            output.Append((char)c);
        }
        else if (c is '"' or '\\' or '[' or ']' or '-')
        {
            output.Append('\\').Append((char)c);
        }
        else
        {
            var (prefix, digits) = c <= 0xFF ? ('x', 2) : c <= 0xFFFF ? ('u', 4) : ('U', 8);
            output.Append('\\').Append(prefix).Append(c.ToString($"X{digits}", CultureInfo.InvariantCulture));
        }
    }

    public static bool IsName(string expression) => expression.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static bool IsAtom(string expression) =>
        IsName(expression)
        || (expression[0] == '[' && IsSingle(expression, ']'))
        || (expression[0] == '"' && IsSingle(expression, '"'))
        || (expression[0] == '(' && expression.IndexOf(')') == expression.Length - 1);

    // Whether the first unescaped closing character is also the last character.
    private static bool IsSingle(string expression, char close)
    {
        for (var i = 1; i < expression.Length; i++)
        {
            if (expression[i] == '\\')
            {
                i++;
            }
            else if (expression[i] == close)
            {
                return i == expression.Length - 1;
            }
        }

        return false;
    }
}
