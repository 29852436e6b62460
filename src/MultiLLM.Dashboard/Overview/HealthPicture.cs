using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Shared;

namespace MultiLLM.Dashboard.Overview;

public enum HealthGrade
{
    Unknown,
    Good,
    Impaired,
    Bad,
}

/// <summary>What a person can do about something, and the button that does it; null: words only.</summary>
/// <param name="Text">One sentence.</param>
/// <param name="Kind">"unload", "load", "reload" or "pull"; null: nothing that a button could do.</param>
/// <param name="ModelId">What it is done to.</param>
public sealed record HealthAdvice(string Text, string? Kind = null, string? ModelId = null);

/// <summary>How the service does, as the overview shows it.</summary>
/// <param name="Grade">At a glance.</param>
/// <param name="Headline">A few words.</param>
/// <param name="Score">0 to 100; null: none is known.</param>
/// <param name="Reasons">Why it is not better; empty: nothing is wrong.</param>
/// <param name="Advice">What to do, the most useful first.</param>
public sealed record HealthPicture(HealthGrade Grade, string Headline, int? Score, IReadOnlyList<string> Reasons, IReadOnlyList<HealthAdvice> Advice)
{
    public static HealthPicture Unknown { get; } = new(HealthGrade.Unknown, "Looking…", null, [], []);

    public static HealthPicture Of(Loading<HealthOverview> asked)
    {
        if (asked.Failure is { } failure)
            return new(HealthGrade.Bad, "Not reached", null, [failure], []);
        if (asked.Value is not { } health)
            return Unknown;
        var (grade, headline) = health switch
        {
            { CanServe: false } => (HealthGrade.Bad, "Cannot take requests"),
            { Status: "ok" } => (HealthGrade.Good, "All is well"),
            { Status: "degraded" } => (HealthGrade.Impaired, "Not at its best"),
            _ => (HealthGrade.Bad, "Unwell"),
        };
        return new(
            grade, headline, health.Score,
            [.. health.Deductions.Select(lost => $"{lost.Reason} ({lost.Points} {(lost.Points == 1 ? "point" : "points")})")],
            [.. health.Deductions.Select(lost => new HealthAdvice(lost.Advice, lost.Action?.Action, lost.Action?.Model))]);
    }
}
