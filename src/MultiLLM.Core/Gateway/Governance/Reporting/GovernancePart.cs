namespace MultiLLM.Core.Gateway.Governance.Reporting;

/// <summary>A table of one area. Cells of numbers are digits, those of times ISO 8601 in UTC, so that programs can read them, too.</summary>
/// <param name="Id">For programs; stable.</param>
/// <param name="Title">For people.</param>
/// <param name="Summary">The gist, in a sentence or two.</param>
/// <param name="Columns">The first one names the rows.</param>
/// <param name="Rows">As many cells as columns.</param>
public sealed record GovernancePart(
    string Id, string Title, string Summary, IReadOnlyList<GovernanceColumn> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows)
{
    /// <summary>What is wrong with the area, or why rows are missing; null: nothing.</summary>
    public string? Problem { get; init; }
}

/// <param name="Title">For people.</param>
/// <param name="Kind">Of its cells.</param>
/// <param name="Empty">What a cell without a value means.</param>
public sealed record GovernanceColumn(string Title, ColumnKind Kind = ColumnKind.Text, string? Empty = null);

public enum ColumnKind
{
    Text,
    Number,
    Time,
}
