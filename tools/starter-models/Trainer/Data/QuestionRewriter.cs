using System.Globalization;
using System.Text.RegularExpressions;

namespace StarterModels.Trainer.Data;

/// <summary>Light rewording, so that a question asked in other words still lands on its answer.</summary>
internal static partial class QuestionRewriter
{
    /// <param name="strength">1: three questions of four are touched.</param>
    public static string Reword(Random random, string question, double strength = 1.0)
    {
        if (random.NextDouble() > 0.75 * strength)
            return question;

        var text = RewordForm(random, question);
        if (random.NextDouble() < 0.04)
            text = WithoutOneFunctionWord(random, text);
        if (random.NextDouble() < 0.06)
            text = Typo.Make(random, text);
        text = ChangePunctuation(random, ChangeCase(random, text));
        return text.Length == 0 ? question : text;
    }

    public static string AskForDefinition(Random random, string lemma)
    {
        var text = Fill(Wordings.Definition, random, lemma);
        if (random.NextDouble() < 0.35)
            text = text.ToLowerInvariant();
        if (random.NextDouble() < 0.3)
            text = text.TrimEnd('?', '.');
        return random.NextDouble() < 0.03 ? Typo.Make(random, text) : text;
    }

    /// <summary>Lower case at the start, but for "I" and abbreviations.</summary>
    public static string LowerFirst(string text)
    {
        var ordinary = text.Length > 1 && char.IsUpper(text[0]) && !char.IsUpper(text[1]) && text[1] != '\'' && !text.StartsWith("I ", StringComparison.Ordinal);
        return ordinary ? char.ToLowerInvariant(text[0]) + text[1..] : text;
    }

    private static string RewordForm(Random random, string question)
    {
        var draw = random.NextDouble();
        if (draw < 0.40 && WhatQuestion().Match(question) is { Success: true } what && what.Groups[1].Length > 1)
        {
            var standsFor = question.Contains("stand for", StringComparison.OrdinalIgnoreCase);
            return standsFor && random.Next(2) == 0 ? $"{what.Groups[1].Value} stands for?" : Fill(Wordings.WhatIs, random, what.Groups[1].Value);
        }
        if (draw < 0.45 && HowQuestion().Match(question) is { Success: true } how)
            return Fill(Wordings.HowTo, random, how.Groups[1].Value);
        if (draw < 0.60)
        {
            var asks = Wordings.QuestionWords.Contains(question.Split(' ')[0].ToLowerInvariant());
            return Pick(asks ? Wordings.BeforeQuestion : Wordings.BeforeOrder, random) + LowerFirst(question);
        }
        if (draw < 0.66)
            return question.TrimEnd('?', '.', '!', ' ') + (random.Next(2) == 0 ? ", please?" : " please");
        if (draw < 0.80 && Keywords(question) is { Length: > 2 } keywords)
            return keywords;
        return question;
    }

    private static string ChangeCase(Random random, string text) => random.NextDouble() switch
    {
        < 0.40 => text.ToLowerInvariant(),
        < 0.42 => text.ToUpperInvariant(),
        < 0.55 when text.Length > 0 => char.ToUpperInvariant(text[0]) + text[1..],
        _ => text,
    };

    private static string ChangePunctuation(Random random, string text) => random.NextDouble() switch
    {
        < 0.35 => text.TrimEnd('?', '.', '!', ' '),
        < 0.40 when !text.EndsWith('?') => text.TrimEnd('.', ' ') + "?",
        _ => text,
    };

    private static string Keywords(string question)
    {
        var words = question.TrimEnd('?', '.', '!')
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(word => !Wordings.IsFunctionWord(word.Trim('\'', ',', '"', '’').Replace("'s", "", StringComparison.OrdinalIgnoreCase)))
            .ToArray();
        return words.Length > 0 ? string.Join(' ', words) : question;
    }

    private static string WithoutOneFunctionWord(Random random, string question)
    {
        var words = question.Split(' ').ToList();
        var places = Enumerable.Range(0, words.Count).Where(place => Wordings.IsFunctionWord(words[place])).ToArray();
        if (places.Length == 0 || words.Count < 4)
            return question;
        words.RemoveAt(Pick(places, random));
        return string.Join(' ', words);
    }

    private static string Fill(string[] templates, Random random, string value) =>
        string.Format(CultureInfo.InvariantCulture, Pick(templates, random), value);

    private static T Pick<T>(T[] items, Random random) => items[random.Next(items.Length)];

    [GeneratedRegex(
        @"^(?:what is|what's|what are|define|explain|describe|tell me about|what does) (.+?)(?: mean| stand for)?\s*[?.!]*$", RegexOptions.IgnoreCase)]
    private static partial Regex WhatQuestion();

    [GeneratedRegex(@"^(?:how do i|how can i|how to|how do you|how should i|help me|show me how to) (.+?)\s*[?.!]*$", RegexOptions.IgnoreCase)]
    private static partial Regex HowQuestion();
}
