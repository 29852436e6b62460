using System.Collections.Frozen;

namespace MultiLLM.Core.Residency;

/// <summary>Takes a picture of the scheduler's state for others to look at.</summary>
internal static class Snapshots
{
    public static ResidencySnapshot Take(ResidencyScheduler scheduler, IReadOnlyDictionary<long, ModelLoad> loads, ResidencyRules rules)
    {
        var ids = scheduler.Residents.Keys
            .Concat(scheduler.Failures.Keys).Concat(scheduler.Departures.Keys).Concat(scheduler.Waiting.Groups.Select(g => g.Model.Id));
        var models = ids.Distinct(StringComparer.Ordinal).Select(id => Of(id, scheduler, loads, rules));
        return new ResidencySnapshot(models.ToFrozenDictionary(m => m.ModelId, StringComparer.Ordinal), rules.MaxModels) { Hosts = scheduler.Memory };
    }

    private static ModelResidency Of(string id, ResidencyScheduler scheduler, IReadOnlyDictionary<long, ModelLoad> loads, ResidencyRules rules)
    {
        var failure = scheduler.Failures.GetValueOrDefault(id);
        var departure = scheduler.Departures.GetValueOrDefault(id);
        var absent = new ModelResidency
        {
            ModelId = id,
            State = failure?.LastError is null ? ModelState.Unloaded : ModelState.Failed,
            Waiting = scheduler.Waiting.CountFor(id),
            WhyEvicted = departure?.Reason,
            EvictedAt = departure?.At,
            LastError = failure?.LastError,
            Failures = failure?.Count ?? 0,
            BackoffUntil = failure?.BackoffUntil,
        };
        return scheduler.Residents.GetValueOrDefault(id) is { } resident ? Present(absent, resident, scheduler, loads, rules) : absent;
    }

    private static ModelResidency Present(
        ModelResidency model, Resident resident, ResidencyScheduler scheduler, IReadOnlyDictionary<long, ModelLoad> loads, ResidencyRules rules)
    {
        var loading = resident.State == ModelState.Loading;
        var value = loading ? null : loads.GetValueOrDefault(resident.Load)?.Value;
        return model with
        {
            State = resident.State,
            Host = rules.Hosts[resident.Host].Name,
            LoadProgress = loading ? resident.Progress : null,
            Loaded = value?.Loaded,
            ProcessId = value?.ProcessId ?? 0,
            Plan = resident.Size.Plan,
            ContextShrunk = resident.Size.Shrunk,
            PredictedBytes = resident.Size.Bytes,
            MeasuredBytes = (long)(value?.Memory?.RssBytes ?? 0),
            LoadTime = loading ? TimeSpan.Zero : resident.LoadTime,
            LoadedAt = resident.LoadedAt,
            LastUsedAt = resident.LastUsedAt,
            InFlight = resident.Leases,
            IdleSince = resident.IsIdle ? resident.LastUsedAt : null,
            Pinned = resident.IsPinned,
            KeepAliveUntil = scheduler.IdleUntil(resident),
            WhyLoaded = resident.WhyLoaded,
        };
    }
}
