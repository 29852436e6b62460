namespace MultiLLM.Core.Comparisons.Measures;

/// <summary>How much models' answers to the same prompts have in common: the mean of <see cref="AnswerMeasures.TokenF1"/> over the prompts both answered. Pure.</summary>
public static class Agreement
{
    /// <summary>The measure's name, for those who are shown its values.</summary>
    public const string Measure = "token_f1";

    /// <summary>0 to 1; null: there is no prompt that both answered.</summary>
    public static double? Of(Comparison comparison, int one, int other)
    {
        var values = Enumerable.Range(0, comparison.Order.Prompts.Count)
            .Select(prompt => (One: Text(comparison, one, prompt), Other: Text(comparison, other, prompt)))
            .Where(texts => texts.One is not null && texts.Other is not null)
            .Select(texts => AnswerMeasures.TokenF1(texts.One!, texts.Other!)).ToList();
        return values.Count > 0 ? values.Average() : null;
    }

    private static string? Text(Comparison comparison, int model, int prompt) =>
        comparison.Answers.GetValueOrDefault(new AnswerPlace(model, prompt)) is { Failure: null } answer ? answer.Text : null;
}
