using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Residency.Memory;

/// <summary>
/// What the runner's process takes beside the model: measured on Linux x64 with the pinned release. The vocabulary is kept by llama.cpp as texts with
/// an index over them, and again as pieces by the runner.
/// </summary>
internal static class RunnerOverhead
{
    private const long ProcessBytes = 80 * 1024 * 1024;
    private const int TokenBytes = 300;
    private const int MergeRuleBytes = 100;

    /// <summary>Compiled code and working memory that come with the first requests only.</summary>
    public const long FirstUseBytes = 6 * 1024 * 1024;

    public static long Bytes(ModelShape shape) =>
        ProcessBytes + Saturating.Product(shape.VocabularySize, TokenBytes) + Saturating.Product(shape.MergeRules, MergeRuleBytes)
        + Math.Min(shape.VocabularyTextBytes, Saturating.TooMuch);
}
