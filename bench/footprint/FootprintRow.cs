using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Footprint;

/// <summary>One model loaded twice with the same plan.</summary>
/// <param name="ModelId">The model.</param>
/// <param name="Plan">Its sizes.</param>
/// <param name="Predicted">Before anything was measured.</param>
/// <param name="Real">The most the first process held, bytes.</param>
/// <param name="Remembered">After the first life.</param>
/// <param name="RealAgain">The most the second process held, bytes.</param>
internal sealed record FootprintRow(string ModelId, LoadPlan Plan, Footprint Predicted, long Real, Footprint Remembered, long RealAgain)
{
    public const string Heading = """
        | model | context | cells | predicted MB | real MB | error | remembered MB | real again MB | error |
        |---|---:|---:|---:|---:|---:|---:|---:|---:|
        """;

    public const string PartsHeading = """
        | model | context | cells | weights | cache | compute | process | real MB | real less weights, cache, compute |
        |---|---:|---:|---:|---:|---:|---:|---:|---:|
        """;

    public string Markdown =>
        $"| {ModelId} | {Plan.ContextLength} | {Plan.KvCells} | {Megabytes(Predicted.TotalBytes)} | {Megabytes(Real)} | {Error(Predicted.TotalBytes, Real)} "
        + $"| {Megabytes(Remembered.TotalBytes)} | {Megabytes(RealAgain)} | {Error(Remembered.TotalBytes, RealAgain)} |";

    public string PartsMarkdown =>
        $"| {ModelId} | {Plan.ContextLength} | {Plan.KvCells} | {Megabytes(Predicted.WeightBytes)} | {Megabytes(Predicted.KvBytes)} "
        + $"| {Megabytes(Predicted.ComputeBytes)} | {Megabytes(Predicted.OverheadBytes)} | {Megabytes(Real)} "
        + $"| {Megabytes(Real - Predicted.WeightBytes - Predicted.KvBytes - Predicted.ComputeBytes)} |";

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("F1");

    private static string Error(long expected, long real) => ((expected - real) / (double)real).ToString("+0.0 %;-0.0 %");
}
