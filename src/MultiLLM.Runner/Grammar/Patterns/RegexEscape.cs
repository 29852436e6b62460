using System.Globalization;

namespace MultiLLM.Runner.Grammar.Patterns;

/// <summary>What a backslash means in a regular expression.</summary>
internal static class RegexEscape
{
    /// <summary>Reads one escape, from its backslash on.</summary>
    public static CharSet Parse(string pattern, ref int position, bool inClass)
    {
        var at = position;
        position += 2;
        if (position > pattern.Length)
        {
            throw new FormatException($"\"{pattern}\" ends inside an escape.");
        }

        var c = pattern[at + 1];
        return c switch
        {
            'd' => CharSet.Digits,
            'D' => CharSet.Digits.Complement(),
            'w' => CharSet.Word,
            'W' => CharSet.Word.Complement(),
            's' => CharSet.Space,
            'S' => CharSet.Space.Complement(),
            't' => CharSet.Of('\t'),
            'n' => CharSet.Of('\n'),
            'r' => CharSet.Of('\r'),
            'f' => CharSet.Of('\f'),
            'v' => CharSet.Of('\v'),
            'b' when inClass => CharSet.Of('\b'),
            '0' when position == pattern.Length || !char.IsAsciiDigit(pattern[position]) => CharSet.Of(0),
            'x' => Hex(pattern, ref position, 2),
            'u' when position < pattern.Length && pattern[position] == '{' => Braced(pattern, ref position),
            'u' => Unicode(pattern, ref position),
            _ when char.IsAsciiLetterOrDigit(c) => throw new FormatException(
                $"\"{pattern}\" has \"\\{c}\" (at character {at}), which cannot be enforced."),
            _ when char.IsSurrogate(c) => throw new FormatException($"\"{pattern}\" escapes a character that needs no escape (at character {at})."),
            _ => CharSet.Of(c),
        };
    }

    private static CharSet Unicode(string pattern, ref int position)
    {
        var unit = HexValue(pattern, ref position, 4);
        if (char.IsHighSurrogate((char)unit) && pattern.AsSpan(position).StartsWith("\\u", StringComparison.Ordinal))
        {
            position += 2;
            var low = HexValue(pattern, ref position, 4);
            if (char.IsLowSurrogate((char)low))
            {
                return CharSet.Of(char.ConvertToUtf32((char)unit, (char)low));
            }
        }

        return char.IsSurrogate((char)unit) ? throw new FormatException($"\"{pattern}\" has half a character.") : CharSet.Of(unit);
    }

    private static CharSet Hex(string pattern, ref int position, int digits) => CharSet.Of(HexValue(pattern, ref position, digits));

    private static CharSet Braced(string pattern, ref int position)
    {
        var end = pattern.IndexOf('}', position);
        var start = position + 1;
        if (end < 0 || end - start is 0 or > 6 || !int.TryParse(pattern.AsSpan(start, end - start), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            || value > 0x10FFFF)
        {
            throw new FormatException($"\"{pattern}\" has an escape that names no character.");
        }

        position = end + 1;
        return CharSet.Of(value);
    }

    private static int HexValue(string pattern, ref int position, int digits)
    {
        if (position + digits > pattern.Length
            || !int.TryParse(pattern.AsSpan(position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            throw new FormatException($"\"{pattern}\" has an escape without its {digits} hexadecimal digits.");
        }

        position += digits;
        return value;
    }
}
