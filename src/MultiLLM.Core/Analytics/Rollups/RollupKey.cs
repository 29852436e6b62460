namespace MultiLLM.Core.Analytics.Rollups;

/// <summary>What requests are counted together by. Empty: none.</summary>
/// <param name="Model">Who answered; else as asked, where it came to no model.</param>
/// <param name="Task">What it was about.</param>
/// <param name="Key">Who asked.</param>
internal readonly record struct RollupKey(string Model, string Task, string Key)
{
    /// <summary>
    /// Names that callers make up would make a row each, so requests that came to no model are counted together.
    /// </summary>
    public static RollupKey Of(RequestRecord record) => new(record.ModelUsed ?? "", record.Task ?? "", record.Key ?? "");
}
