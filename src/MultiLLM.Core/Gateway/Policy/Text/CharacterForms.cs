namespace MultiLLM.Core.Gateway.Policy.Text;

/// <summary>
/// Characters that stand for others, and letters with marks. The program runs without the libraries for languages, where <see cref="string.Normalize()"/> leaves
/// everything beyond ASCII as it is, so it carries the tables.
/// </summary>
internal static class CharacterForms
{
    private const string Resource = "character-forms.txt";
    private const int MathematicalLetters = 0x1D400;
    private const int MathematicalDigits = 0x1D7CE;
    private static readonly (Dictionary<char, string> Same, Dictionary<char, char> Base) s_tables = Load();

    /// <summary>What the character amounts to; itself, if it stands for nothing else.</summary>
    public static string Compatible(char letter) => letter switch
    {
        >= '\uFF01' and <= '\uFF5E' => ((char)(letter - 0xFEE0)).ToString(), // full-width
        '\u3000' => " ",
        _ => s_tables.Same.TryGetValue(letter, out var same) ? same : letter.ToString(),
    };

    /// <summary>The letter without its marks, in lower case where it had any.</summary>
    public static char WithoutMarks(char letter) => s_tables.Base.GetValueOrDefault(letter, letter);

    /// <summary>The ASCII letter or digit that a character beyond the first plane is another drawing of; '\0': none.</summary>
    public static char PlainFor(int code) => code switch
    {
        >= MathematicalLetters and < 0x1D6A4 => Letter((code - MathematicalLetters) % 52),
        >= MathematicalDigits and <= 0x1D7FF => (char)('0' + ((code - MathematicalDigits) % 10)),
        >= 0x1F110 and <= 0x1F129 => (char)('A' + code - 0x1F110),
        >= 0x1F130 and <= 0x1F149 => (char)('A' + code - 0x1F130),
        >= 0x1F150 and <= 0x1F169 => (char)('A' + code - 0x1F150),
        >= 0x1F170 and <= 0x1F189 => (char)('A' + code - 0x1F170),
        >= 0x1F1E6 and <= 0x1F1FF => (char)('A' + code - 0x1F1E6),
        _ => '\0',
    };

    private static char Letter(int index) => (char)(index < 26 ? 'A' + index : 'a' + index - 26);

    private static (Dictionary<char, string>, Dictionary<char, char>) Load()
    {
        using var stream = typeof(CharacterForms).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidDataException($"{Resource} is missing in the program.");
        using var reader = new StreamReader(stream);
        var (same, bases) = (new Dictionary<char, string>(), new Dictionary<char, char>());
        while (reader.ReadLine() is { } line)
        {
            if (line is [] or ['#', ..])
                continue;
            if (line.Split(' ') is not [("same" or "base") and var kind, { Length: > 0 } meant, var letters])
                throw new InvalidDataException($"{Resource} has a line that means nothing: {line}");
            foreach (var letter in letters)
            {
                if (kind == "same")
                    same[letter] = meant;
                else
                    bases[letter] = meant[0];
            }
        }
        return (same, bases);
    }
}
