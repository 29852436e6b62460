using System.Globalization;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Health.Degradation;

namespace MultiLLM.Core.Selection.Ranking;

/// <summary>
/// What a model that is not as usual loses. A slow one loses by its measured rates alone, which learn about as fast as slowness is found: counting it here,
/// too, would count it twice. A failing one is worth what it answers. Pure.
/// </summary>
internal static class Lately
{
    /// <param name="model">A candidate.</param>
    /// <param name="inputs">Who is not as usual.</param>
    /// <param name="score">What it would be worth as usual.</param>
    public static double Worth(ModelDefinition model, RankingInputs inputs, double score) =>
        Find(model, inputs, HealthConcern.Errors) is { Share: { } failing } ? score * (1 - Math.Clamp(failing, 0, 1)) : score;

    /// <summary>For the sentence; null: it is as usual.</summary>
    public static string? Words(ModelDefinition model, RankingInputs inputs)
    {
        if (Find(model, inputs, HealthConcern.Errors) is { Share: { } failing })
            return string.Create(CultureInfo.InvariantCulture, $"it fails {failing:0 %} of its requests lately");
        return Find(model, inputs, HealthConcern.Speed) is { } slow ? $"it {FindingWords.Fact(slow)}" : null;
    }

    private static Finding? Find(ModelDefinition model, RankingInputs inputs, HealthConcern concern)
    {
        foreach (var finding in inputs.Findings)
        {
            if (finding.Concern == concern && finding.ModelId == model.Id)
                return finding;
        }
        return null;
    }
}
