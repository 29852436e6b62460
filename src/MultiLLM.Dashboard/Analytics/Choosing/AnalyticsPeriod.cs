namespace MultiLLM.Dashboard.Analytics.Choosing;

/// <summary>A stretch of time until now, to choose from.</summary>
/// <param name="Id">In the page's address.</param>
/// <param name="Name">For a person.</param>
/// <param name="Length">Until now.</param>
public sealed record AnalyticsPeriod(string Id, string Name, TimeSpan Length)
{
    /// <summary>In the page's address: its ends stand there, too.</summary>
    public const string Own = "own";

    public static IReadOnlyList<AnalyticsPeriod> All { get; } =
    [
        new("hour", "Last hour", TimeSpan.FromHours(1)),
        new("day", "Last 24 hours", TimeSpan.FromDays(1)),
        new("week", "Last 7 days", TimeSpan.FromDays(7)),
        new("month", "Last 30 days", TimeSpan.FromDays(30)),
    ];

    public static AnalyticsPeriod Usual => All[1];
}
