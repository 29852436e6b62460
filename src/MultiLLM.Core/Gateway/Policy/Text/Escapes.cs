using System.Globalization;

namespace MultiLLM.Core.Gateway.Policy.Text;

/// <summary>Characters written as escapes of JSON and programs, of URLs and of HTML.</summary>
internal static class Escapes
{
    private const int LongestEntity = 10;

    /// <summary>Length of the escape that begins there; 0: none does.</summary>
    /// <param name="text">As written.</param>
    /// <param name="at">At a backslash, a percent sign or an ampersand.</param>
    /// <param name="letter">What it stands for.</param>
    public static int Read(ReadOnlySpan<char> text, int at, out char letter)
    {
        letter = '\0';
        var rest = text[at..];
        return rest[0] switch
        {
            '\\' => Backslash(rest, out letter),
            '%' => Hex(rest, 1, 2, out letter) && letter is >= ' ' and < '\u007F' ? 3 : 0,
            '&' => Entity(rest, out letter),
            _ => 0,
        };
    }

    private static int Backslash(ReadOnlySpan<char> rest, out char letter)
    {
        letter = '\0';
        if (rest.Length < 2)
            return 0;
        switch (rest[1])
        {
            case 'n' or 'r' or 't':
                letter = '\n';
                return 2;
            case '"' or '\\' or '/' or '\'':
                letter = rest[1];
                return 2;
            case 'u':
                return Hex(rest, 2, 4, out letter) && !char.IsSurrogate(letter) ? 6 : 0;
            case 'x':
                return Hex(rest, 2, 2, out letter) && letter is >= ' ' and < '\u007F' ? 4 : 0;
            default:
                return 0;
        }
    }

    private static bool Hex(ReadOnlySpan<char> rest, int from, int digits, out char letter)
    {
        letter = '\0';
        if (rest.Length < from + digits || !ushort.TryParse(rest.Slice(from, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            return false;
        letter = (char)code;
        return true;
    }

    private static int Entity(ReadOnlySpan<char> rest, out char letter)
    {
        letter = '\0';
        var end = rest[..Math.Min(rest.Length, LongestEntity)].IndexOf(';');
        if (end < 3)
            return 0;
        var name = rest[1..end];
        if (name[0] == '#')
        {
            var isHex = name.Length > 2 && name[1] is 'x' or 'X';
            if (!ushort.TryParse(name[(isHex ? 2 : 1)..], isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var code) || code < ' ' || char.IsSurrogate((char)code))
                return 0;
            letter = (char)code;
            return end + 1;
        }
        letter = name switch { "amp" => '&', "lt" => '<', "gt" => '>', "quot" => '"', "apos" => '\'', "nbsp" => ' ', "commat" => '@', "colon" => ':', "period" => '.', "sol" => '/', "lowbar" => '_', "equals" => '=', _ => '\0' };
        return letter == '\0' ? 0 : end + 1;
    }
}
