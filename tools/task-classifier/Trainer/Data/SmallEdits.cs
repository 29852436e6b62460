using System.Text;

namespace TaskClassifier.Trainer.Data;

/// <summary>Changes that leave a prompt what it is, as people type it.</summary>
internal static class SmallEdits
{
    public static IReadOnlyList<(string Name, Func<string, Random, string> Edit)> All { get; } =
    [
        ("typo", (text, random) => Typos(text, 1, random)),
        ("three typos", (text, random) => Typos(text, 3, random)),
        ("lower case", (text, _) => text.ToLowerInvariant()),
        ("upper case", (text, _) => text.ToUpperInvariant()),
        ("spacing", Spacing),
        ("punctuation", Punctuation),
        ("please", Please),
    ];

    /// <summary>One or two of the edits.</summary>
    public static string Some(string text, Random random)
    {
        var edited = All[random.Next(All.Count)].Edit(text, random);
        return random.Next(2) == 0 ? edited : All[random.Next(All.Count)].Edit(edited, random);
    }

    private static string Typos(string text, int count, Random random)
    {
        var letters = new StringBuilder(text);
        for (var done = 0; done < count && letters.Length > 4; done++)
        {
            for (var attempt = 0; attempt < 40; attempt++)
            {
                var at = random.Next(1, letters.Length - 1);
                if (!char.IsAsciiLetter(letters[at]) || !char.IsAsciiLetter(letters[at - 1]) || !char.IsAsciiLetter(letters[at + 1]))
                    continue;
                switch (random.Next(4))
                {
                    case 0: (letters[at], letters[at + 1]) = (letters[at + 1], letters[at]); break;
                    case 1: letters.Remove(at, 1); break;
                    case 2: letters.Insert(at, letters[at]); break;
                    default: letters[at] = (char)('a' + random.Next(26)); break;
                }
                break;
            }
        }
        return letters.ToString();
    }

    private static string Spacing(string text, Random random) => random.Next(4) switch
    {
        0 => text.Replace(" ", "  "),
        1 => $"  {text}\n\n",
        2 => text.Replace("\n", "\n\n") + " ",
        _ => DoubleSome(text, random),
    };

    private static string DoubleSome(string text, Random random)
    {
        var spaced = new StringBuilder();
        foreach (var c in text)
            spaced.Append(c).Append(c == ' ' && random.Next(4) == 0 ? " " : "");
        return spaced.ToString();
    }

    private static string Punctuation(string text, Random random)
    {
        var trimmed = text.TrimEnd();
        return random.Next(4) switch
        {
            0 => trimmed.TrimEnd('.', '?', '!', ':'),
            1 => trimmed.TrimEnd('.', '?', '!') + "!",
            2 => trimmed.TrimEnd('.') + (trimmed.EndsWith('?') ? "??" : "."),
            _ => trimmed.Replace(",", ""),
        };
    }

    private static string Please(string text, Random random) => random.Next(4) switch
    {
        0 => "Please " + LowerFirst(text),
        1 => text.TrimEnd() + " please",
        2 => "Can you please " + LowerFirst(text),
        _ => text.TrimEnd() + "\n\nThanks!",
    };

    private static string LowerFirst(string text) => text.Length > 1 && char.IsAsciiLetterLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}
