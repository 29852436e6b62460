using System.Collections.Immutable;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Comparisons;
using MultiLLM.Core.Runners;
using MultiLLM.Tests.Selection;

namespace MultiLLM.Tests.Comparisons;

/// <summary>Comparisons to work on.</summary>
internal static class Orders
{
    public static ComparisonOrder Of(IEnumerable<FakeModel> models, params ComparedPrompt[] prompts) => new()
    {
        Models = [.. models.Select(model => new ComparedModel(model.Definition))],
        Prompts = prompts,
        Options = new GenerationOptions { MaxOutputTokens = 50 },
    };

    public static Comparison Comparison(string id, int models = 2) => new()
    {
        Id = id,
        Order = Of(Enumerable.Range(0, models).Select(model => new FakeModel($"m{model}")), new ComparedPrompt("hello")),
        Tasks = [ModelTask.Chat],
        Shown = [[.. Enumerable.Range(0, models)]],
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    public static Comparison Answered(Comparison comparison) => comparison with
    {
        Answers = Enumerable.Range(0, comparison.Order.Models.Count)
            .ToImmutableDictionary(model => new AnswerPlace(model, 0), model => new ComparedAnswer { Text = $"answer of m{model}" }),
    };
}
