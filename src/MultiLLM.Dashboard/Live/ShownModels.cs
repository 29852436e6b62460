using MultiLLM.Contracts.Api;

namespace MultiLLM.Dashboard.Live;

/// <summary>Takes out of a view what it tells of other models than those that somebody may know.</summary>
internal sealed class ShownModels(IEnumerable<string> ids)
{
    private readonly HashSet<string> _shown = new(ids, StringComparer.OrdinalIgnoreCase);

    public LiveView Of(LiveView view)
    {
        var hidden = Named(view).Where(id => !_shown.Contains(id)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return hidden.Count == 0 ? view : view with
        {
            Residency = view.Residency is { } residency ? Of(residency, hidden) : null,
            Health = view.Health is { } health ? Of(health, hidden) : null,
            Events = [.. view.Events.Where(happened => !IsHidden(happened.ModelId, hidden) && !Tells(happened.Message, hidden))],
        };
    }

    private static IEnumerable<string> Named(LiveView view) =>
        (view.Residency?.Models.Select(model => model.Id) ?? [])
        .Concat(view.Health?.Models.Select(model => model.Id) ?? [])
        .Concat(view.Events.Select(happened => happened.ModelId).OfType<string>());

    private ResidencyReport Of(ResidencyReport all, List<string> hidden)
    {
        var models = all.Models.Where(model => _shown.Contains(model.Id)).Select(model => model with
        {
            WhyLoaded = Without(model.WhyLoaded, hidden),
            WhyEvicted = Without(model.WhyEvicted, hidden),
            LastError = Without(model.LastError, hidden),
        }).ToList();
        return all with
        {
            Models = models,
            PredictedBytes = models.Sum(model => model.PredictedBytes ?? 0),
            MeasuredBytes = models.Sum(model => model.MeasuredBytes ?? 0),
            InFlight = models.Sum(model => model.InFlight),
            Waiting = models.Sum(model => model.Waiting),
        };
    }

    /// <summary>The score stays the whole service's, as it does in the API.</summary>
    private HealthOverview Of(HealthOverview all, List<string> hidden) => all with
    {
        Models = [.. all.Models.Where(model => _shown.Contains(model.Id)).Select(model => model with { Deductions = Of(model.Deductions, hidden) })],
        Deductions = Of(all.Deductions, hidden),
    };

    private static IReadOnlyList<HealthDeductionInfo> Of(IReadOnlyList<HealthDeductionInfo> all, List<string> hidden) =>
    [
        .. all.Where(deduction => !IsHidden(deduction.ModelId, hidden) && !IsHidden(deduction.Action?.Model, hidden)
            && !Tells(deduction.Reason, hidden) && !Tells(deduction.Advice, hidden)),
    ];

    /// <summary>One that was unloaded made room for another, which the reason names.</summary>
    private static string? Without(string? reason, List<string> hidden) => reason is not null && Tells(reason, hidden) ? null : reason;

    private static bool IsHidden(string? id, List<string> hidden) => id is not null && hidden.Contains(id, StringComparer.OrdinalIgnoreCase);

    private static bool Tells(string text, List<string> hidden) => hidden.Exists(id => Names(text, id));

    /// <summary>As a word of its own, and not as a part of another model's id.</summary>
    private static bool Names(string text, string id)
    {
        for (var at = text.IndexOf(id, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(id, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if ((at == 0 || !IsOfId(text[at - 1])) && (at + id.Length == text.Length || !IsOfId(text[at + id.Length])))
                return true;
        }
        return false;
    }

    private static bool IsOfId(char c) => char.IsLetterOrDigit(c) || c is '-' or '_';
}
