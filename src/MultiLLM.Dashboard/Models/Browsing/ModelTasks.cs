using MultiLLM.Contracts.Api;

namespace MultiLLM.Dashboard.Models.Browsing;

/// <summary>What models are rated for, in the API's words.</summary>
internal static class ModelTasks
{
    public const string Embedding = "embedding";

    public static IReadOnlyList<string> All { get; } =
        ["chat", "knowledge", "reasoning", "math", "code", "writing", "rewriting", "summarization", "extraction", "translation", Embedding];

    public static string Label(string task) => task.Length == 0 ? task : char.ToUpperInvariant(task[0]) + task[1..];

    public static bool Suits(ModelInfo model, string task) => task == Embedding ? model.Kind == Embedding : model.Quality?.ContainsKey(task) is true;

    /// <summary>What it does best, the best first.</summary>
    public static IEnumerable<(string Task, QualityInfo Quality)> Best(ModelInfo model, string? asked, int count) =>
        (model.Quality ?? new Dictionary<string, QualityInfo>())
            .OrderByDescending(rated => rated.Key == asked).ThenByDescending(rated => rated.Value.Score).Take(count)
            .Select(rated => (rated.Key, rated.Value));
}
