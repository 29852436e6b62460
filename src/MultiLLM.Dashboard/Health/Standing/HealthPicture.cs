using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Live;

namespace MultiLLM.Dashboard.Health.Standing;

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
public sealed record HealthAdvice(string Text, string? Kind = null, string? ModelId = null)
{
    public static HealthAdvice Of(HealthDeductionInfo lost) => new(lost.Advice, lost.Action?.Action, lost.Action?.Model);
}

/// <summary>How the service does, as pages show it.</summary>
/// <param name="Grade">At a glance.</param>
/// <param name="Headline">A few words.</param>
/// <param name="Score">0 to 100; null: none is known.</param>
/// <param name="Reasons">Why it is not better; empty: nothing is wrong.</param>
/// <param name="Advice">What to do, the most useful first.</param>
public sealed record HealthPicture(HealthGrade Grade, string Headline, int? Score, IReadOnlyList<string> Reasons, IReadOnlyList<HealthAdvice> Advice)
{
    public static HealthPicture Unknown { get; } = new(HealthGrade.Unknown, "Looking…", null, [], []);

    /// <summary>What was known last stays where the service is away: the layout says that it may be out of date.</summary>
    public static HealthPicture Of(LiveView view)
    {
        if (view.Health is not { } health)
            return view.Offline is { } reason ? new(HealthGrade.Bad, "Not reached", null, [reason], []) : Unknown;
        var (grade, headline) = health.CanServe ? (GradeOf(health.Status), Headlines(health.Status)) : (HealthGrade.Bad, "Cannot take requests");
        return new(grade, headline, health.Score, [.. health.Deductions.Select(Reason)], [.. health.Deductions.Select(HealthAdvice.Of)]);
    }

    /// <summary>Of the API's word, of the service or of a model.</summary>
    public static HealthGrade GradeOf(string status) => status switch
    {
        "ok" => HealthGrade.Good,
        "degraded" => HealthGrade.Impaired,
        "no_data" => HealthGrade.Unknown,
        _ => HealthGrade.Bad,
    };

    public static string Reason(HealthDeductionInfo lost) => $"{lost.Reason} ({lost.Points} {(lost.Points == 1 ? "point" : "points")})";

    private static string Headlines(string status) => status switch
    {
        "ok" => "All is well",
        "degraded" => "Not at its best",
        _ => "Unwell",
    };
}
