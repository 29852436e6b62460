using System.Collections.Frozen;

namespace MultiLLM.Core.Residency;

/// <summary>Takes a picture of the scheduler's state for others to look at.</summary>
internal static class Snapshots
{
    public static ResidencySnapshot Take(ResidencyScheduler scheduler, IReadOnlyDictionary<long, ModelLoad> loads, int maxConcurrentModels)
    {
        var models = new Dictionary<string, ModelResidency>(StringComparer.Ordinal);
        foreach (var (id, error) in scheduler.LastErrors)
            models[id] = new ModelResidency { ModelId = id, State = ModelState.Failed, LastError = error };
        foreach (var group in scheduler.Waiting.Groups)
        {
            var id = group.Model.Id;
            models[id] = (models.GetValueOrDefault(id) ?? new ModelResidency { ModelId = id, State = ModelState.Unloaded }) with
            {
                Waiting = group.Waiters.Count,
            };
        }
        foreach (var (id, resident) in scheduler.Residents)
        {
            var value = resident.State is ModelState.Ready or ModelState.Unloading ? loads.GetValueOrDefault(resident.Load)?.Value : null;
            models[id] = new ModelResidency
            {
                ModelId = id,
                State = resident.State,
                LoadProgress = resident.State == ModelState.Loading ? resident.Progress : null,
                Loaded = value?.Loaded,
                ProcessId = value?.ProcessId ?? 0,
                LoadTime = resident.State == ModelState.Loading ? TimeSpan.Zero : resident.LoadedAt - resident.OrderedAt,
                LoadedAt = resident.LoadedAt,
                LastUsedAt = resident.LastUsedAt,
                InFlight = resident.Leases,
                Waiting = scheduler.Waiting.CountFor(id),
                LastError = scheduler.LastErrors.GetValueOrDefault(id),
            };
        }
        return new ResidencySnapshot(models.ToFrozenDictionary(StringComparer.Ordinal), maxConcurrentModels);
    }
}
