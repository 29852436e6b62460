using MudBlazor;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Shared.Events;

namespace MultiLLM.Dashboard.Health.Events;

/// <summary>Which events are listed. It lives in the page's address, so that a view can be kept, shared and gone back to.</summary>
public sealed record EventFilters
{
    public const string Errors = "error";
    public const string Warnings = "warning";

    public static EventFilters None { get; } = new();

    /// <summary>What a person may choose.</summary>
    public static IReadOnlyList<(string Name, string Label)> Severities { get; } = [(Warnings, "Warnings and errors"), (Errors, "Errors")];

    /// <summary>What a person may choose.</summary>
    public static IReadOnlyList<(string Name, string Label, TimeSpan Length)> Periods { get; } =
        [("1h", "Last hour", TimeSpan.FromHours(1)), ("24h", "Last 24 hours", TimeSpan.FromHours(24)), ("7d", "Last 7 days", TimeSpan.FromDays(7))];

    /// <summary>The name of a group, or one kind as the API has it.</summary>
    public string? Kind { get; init; }
    public string? Model { get; init; }
    public string? Severity { get; init; }

    /// <summary>The name of a period.</summary>
    public string? Since { get; init; }

    public bool Any => this != None;

    /// <summary>Of the page's address; what no filter has is left out.</summary>
    public static EventFilters Read(string? kind, string? model, string? severity, string? since) => new()
    {
        Kind = Blank(kind),
        Model = Blank(model),
        Severity = Severities.Any(known => known.Name == severity) ? severity : null,
        Since = Periods.Any(known => known.Name == since) ? since : null,
    };

    public IReadOnlyDictionary<string, object?> ToQuery() =>
        new Dictionary<string, object?> { ["kind"] = Kind, ["model"] = Model, ["severity"] = Severity, ["since"] = Since };

    /// <summary>Those that pass, in the order in which they come.</summary>
    public IEnumerable<EventInfo> Apply(IEnumerable<EventInfo> events, DateTimeOffset now)
    {
        var from = Since is null ? DateTimeOffset.MinValue : now - Periods.First(known => known.Name == Since).Length;
        var group = EventGroup.Find(Kind);
        return events.Where(happened =>
            happened.Time >= from
            && (Model is null || Model.Equals(happened.ModelId, StringComparison.OrdinalIgnoreCase))
            && (Kind is null || (group?.Has(happened.Kind) ?? happened.Kind == Kind))
            && IsGraveEnough(happened.Kind));
    }

    private bool IsGraveEnough(string kind) => Severity switch
    {
        Errors => EventWords.Severity(kind) is Color.Error,
        Warnings => EventWords.Severity(kind) is Color.Error or Color.Warning,
        _ => true,
    };

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
