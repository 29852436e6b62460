using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Understanding.Classifier;

namespace MultiLLM.Core.Selection.Understanding;

/// <summary>Tokens an answer will probably have. Pure.</summary>
internal static class AnswerLength
{
    private const double CharactersPerToken = 4;
    private const double TokensPerWord = 1.35;
    private const int Shortest = 8;
    private const int Longest = 8000;

    /// <param name="question">What the person wrote last.</param>
    /// <param name="reading">Its task.</param>
    /// <param name="signs">Wishes for a short or a long answer.</param>
    /// <param name="allowed">The caller's limit; null: none.</param>
    public static int Expect(ReadOnlySpan<char> question, TaskReading reading, RequestSigns signs, int? allowed)
    {
        var expected = RequestedWords(question) is { } words
            ? words * TokensPerWord
            : Usual(reading, question.Length / CharactersPerToken) * (signs.WantsBrevity ? 0.4 : signs.WantsDepth ? 1.7 : 1);
        return Math.Min((int)Math.Clamp(expected, Shortest, Longest), allowed ?? int.MaxValue);
    }

    private static double Usual(TaskReading reading, double promptTokens) => reading.Task switch
    {
        // as long as the text they work on
        ModelTask.Translation => Math.Max(30, promptTokens * 1.1),
        ModelTask.Rewriting => Math.Max(40, promptTokens),
        ModelTask.Summarization => 60 + Math.Min(400, promptTokens * 0.12),
        ModelTask.Extraction => 30 + Math.Min(600, promptTokens * 0.2),
        ModelTask.Chat => 80,
        ModelTask.Knowledge => 220 * ByDifficulty(reading),
        ModelTask.Math or ModelTask.Reasoning or ModelTask.Code => 300 * ByDifficulty(reading),
        ModelTask.Writing => 350 * ByDifficulty(reading),
        _ => 256,
    };

    private static double ByDifficulty(TaskReading reading) => reading.Difficulty switch
    {
        Difficulty.Low => 0.5,
        Difficulty.High => 2.2,
        _ => 1,
    };

    /// <summary>The number in "about 500 words" or "a 300-word essay", where the first or the last sentence names one.</summary>
    private static int? RequestedWords(ReadOnlySpan<char> question)
    {
        var window = new TextWindow(question);
        return NumberBeforeWord(window.Opening) ?? NumberBeforeWord(window.Closing);
    }

    private static int? NumberBeforeWord(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiDigit(text[i]))
                continue;
            var start = i;
            while (i < text.Length && (char.IsAsciiDigit(text[i]) || (text[i] == ',' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]))))
                i++;
            if (i - start <= 6 && IsWord(text[i..]) && int.TryParse(text[start..i], System.Globalization.NumberStyles.AllowThousands, null, out var number) && number > 0)
                return number;
        }
        return null;
    }

    private static bool IsWord(ReadOnlySpan<char> rest)
    {
        if (rest is not ([' ' or '-', ..]))
            return rest is ['字', ..];
        foreach (var word in (ReadOnlySpan<string>)["word", "wörter", "worte", "mots", "palabras", "parole", "palavras", "woorden", "słów", "kelime", "slov", "ord", "слов", "слів", "từ", "kata"])
        {
            if (rest[1..].StartsWith(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }
}
