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

    /// <summary>From whether it can take requests and how its models stand.</summary>
    public static HealthPicture Of(Loading<HealthReport> ready, ResidencyReport? residency)
    {
        if (ready.Failure is { } failure)
            return new(HealthGrade.Bad, "Not reached", null, [failure], []);
        if (ready.Value is not { } report)
            return Unknown;
        if (report.Status != "ok")
            return new(HealthGrade.Bad, "Cannot take requests", null, report.Reasons, []);
        var failed = (residency?.Models ?? []).Where(model => model.State == "failed").ToList();
        return failed.Count == 0
            ? new(HealthGrade.Good, "Ready for requests", null, [], [])
            : new(
                HealthGrade.Impaired,
                failed.Count == 1 ? "One model fails" : $"{failed.Count} models fail",
                null,
                [.. failed.Select(model => $"{model.Id}: {model.LastError ?? "it failed."}")],
                [.. failed.Select(model => new HealthAdvice($"Try to load {model.Id} again.", "load", model.Id))]);
    }
}
