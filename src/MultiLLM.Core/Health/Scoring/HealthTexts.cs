using System.Globalization;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Health.Scoring;

/// <summary>Numbers as people read them, and advice that several parts give. Pure.</summary>
internal static class HealthTexts
{
    public static string Bytes(long bytes) => bytes >= 1_000_000_000
        ? Text($"{bytes / 1e9:0.0} GB")
        : Text($"{bytes / 1e6:0} MB");

    public static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => Text($"{Math.Max(0, span.TotalSeconds):0} s"),
        { TotalHours: < 1 } => Text($"{span.TotalMinutes:0} min"),
        { TotalHours: < 48 } => Text($"{span.TotalHours:0} h"),
        _ => Text($"{span.TotalDays:0} days"),
    };

    public static string Times(long count) => count == 1 ? "once" : count == 2 ? "twice" : Text($"{count} times");

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>The loaded model whose leaving costs least: idle, not pinned, unused for longest; null: there is none.</summary>
    public static ModelResidency? MostIdle(HealthInputs inputs) => inputs.Residency.Models.Values
        .Where(model => model is { State: ModelState.Ready, Pinned: false, InFlight: 0, IdleSince: not null })
        .OrderBy(model => model.IdleSince).ThenBy(model => model.ModelId, StringComparer.Ordinal)
        .FirstOrDefault();

    public static string Unload(ModelResidency idle, DateTimeOffset now) =>
        $"Unload {idle.ModelId}, idle for {Span(now - idle.IdleSince!.Value)}; that frees {Bytes(Math.Max(idle.MeasuredBytes, idle.PredictedBytes))}.";
}
