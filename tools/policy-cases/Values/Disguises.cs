using System.Text;

namespace PolicyCases.Values;

/// <summary>Ways in which people hide what they write, or in which systems wrap it.</summary>
internal static class Disguises
{
    private const string LatinTwins = "aceopxyiAEOPCTHKMBX";
    private const string CyrillicTwins = "асеорхуіАЕОРСТНКМВХ";
    private const string Plain = "aeiost";
    private const string Leet = "431057";

    public static string? Apply(string kind, string text) => kind switch
    {
        "b64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
        "b64url" => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        "hex" => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)),
        "hexspaced" => string.Join(' ', Encoding.UTF8.GetBytes(text).Select(one => one.ToString("x2"))),
        "url" => Uri.EscapeDataString(text),
        "urlall" => string.Concat(Encoding.UTF8.GetBytes(text).Select(one => $"%{one:X2}")),
        "entities" => string.Concat(text.Select(one => $"&#{(int)one};")),
        "unicode" => string.Concat(text.Select(one => $"\\u{(int)one:x4}")),
        "rot13" => string.Concat(text.Select(Rotated)),
        "reverse" => new string([.. text.Reverse()]),
        "wide" => string.Concat(text.Select(one => one is > ' ' and < (char)127 ? (char)(one + 0xFEE0) : one)),
        "zw" => string.Join('\u200B', text.ToCharArray()),
        "softhyphen" => string.Join('\u00AD', text.ToCharArray()),
        "tags" => string.Concat(text.Select(one => char.ConvertFromUtf32(0xE0000 + one))),
        "twins" => string.Concat(text.Select(one => Swapped(one, LatinTwins, CyrillicTwins))),
        "leet" => string.Concat(text.Select(one => Swapped(one, Plain, Leet))),
        "bold" => string.Concat(text.Select(Bold)),
        "spaced" => string.Join(' ', text.ToCharArray()),
        "dotted" => string.Join('.', text.ToCharArray()),
        "dashed" => string.Join('-', text.ToCharArray()),
        "broken" => text[..(text.Length / 2)] + "\n" + text[(text.Length / 2)..],
        "first" => text[..(text.Length / 2)],
        "second" => text[(text.Length / 2)..],
        "concat" => $"\"{text[..(text.Length / 2)]}\" + \"{text[(text.Length / 2)..]}\"",
        "upper" => text.ToUpperInvariant(),
        _ => null,
    };

    private static char Rotated(char one) => one switch
    {
        >= 'a' and <= 'z' => (char)('a' + ((one - 'a' + 13) % 26)),
        >= 'A' and <= 'Z' => (char)('A' + ((one - 'A' + 13) % 26)),
        _ => one,
    };

    private static char Swapped(char one, string from, string to) => from.IndexOf(one, StringComparison.Ordinal) is var at and >= 0 ? to[at] : one;

    private static string Bold(char one) => one switch
    {
        >= 'a' and <= 'z' => char.ConvertFromUtf32(0x1D41A + one - 'a'),
        >= 'A' and <= 'Z' => char.ConvertFromUtf32(0x1D400 + one - 'A'),
        _ => one.ToString(),
    };
}
