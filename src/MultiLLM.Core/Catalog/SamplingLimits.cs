namespace MultiLLM.Core.Catalog;

internal static class SamplingLimits
{
    /// <summary>The first value out of range: its name and what is wrong; null: none.</summary>
    public static (string Field, string Complaint)? Problem(SamplingDefaults? sampling) => sampling switch
    {
        { Temperature: not (null or >= 0 and <= 2) } => ("temperature", "outside 0 to 2"),
        { TopP: not (null or > 0 and <= 1) } => ("top_p", "outside 0 to 1"),
        { TopK: < 0 } => ("top_k", "below 0"),
        { MinP: not (null or >= 0 and <= 1) } => ("min_p", "outside 0 to 1"),
        { RepeatPenalty: not (null or > 0 and <= 10) } => ("repeat_penalty", "outside 0 to 10"),
        _ => null,
    };
}
