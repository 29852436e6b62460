namespace MultiLLM.Core.Gateway.Policy.Text;

/// <summary>What single characters amount to. Each is worked out once.</summary>
internal static class CharacterFolding
{
    private const int LongestExpansion = 4; // a few ligatures stand for whole phrases
    private static readonly string?[] s_compatible = new string?[char.MaxValue + 1];
    private static readonly char[] s_folded = new char[char.MaxValue + 1];

    /// <summary>Shows nothing: zero-width, direction, joiners, selectors, soft hyphens.</summary>
    public static bool IsInvisible(char letter) => letter is
        '\u00AD' or '\u034F' or '\u061C' or '\u115F' or '\u1160' or '\u17B4' or '\u17B5' or '\u3164' or '\uFEFF' or '\uFFA0'
        or (>= '\u180B' and <= '\u180F') or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or (>= '\uFE00' and <= '\uFE0F');

    /// <summary>Compatibility form of one character that is no surrogate.</summary>
    public static string Compatible(char letter) => s_compatible[letter] ??= Compute(letter);

    /// <summary>Without case and accents.</summary>
    public static char Folded(char letter)
    {
        if (letter < 0x80)
            return char.ToLowerInvariant(letter);
        var known = s_folded[letter];
        return known != 0 ? known : s_folded[letter] = Fold(letter);
    }

    private static string Compute(char letter)
    {
        var text = letter.ToString();
        if (char.IsSurrogate(letter) || letter >= '\uFFFE' || letter is >= '\uFDD0' and <= '\uFDEF')
            return text;
        var compatible = letter is >= '\u2010' and <= '\u2015' or '\u2212' ? "-" : char.IsWhiteSpace(letter) ? letter is '\u0085' or '\u2028' or '\u2029' ? "\n" : " " : CharacterForms.Compatible(letter);
        return compatible.Length <= LongestExpansion ? compatible : text;
    }

    private static char Fold(char letter)
    {
        var lower = char.ToLowerInvariant(letter);
        if (char.IsSurrogate(letter) || letter >= '\uFFFE' || letter is >= '\uFDD0' and <= '\uFDEF')
            return lower;
        var special = lower switch { 'ß' => 's', 'ø' => 'o', 'ł' => 'l', 'đ' => 'd', 'ı' => 'i', 'æ' => 'a', 'œ' => 'o', 'ё' => 'е', 'й' => 'й', _ => '\0' };
        return special != '\0' ? special : letter >= '\u2E80' ? lower : CharacterForms.WithoutMarks(lower);
    }
}
