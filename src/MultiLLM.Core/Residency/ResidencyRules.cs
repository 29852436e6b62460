namespace MultiLLM.Core.Residency;

/// <param name="MaxConcurrentModels">Models that are loading, loaded or unloading at once.</param>
/// <param name="IdleUnloadAfter">Unload models unused for this long; null: never.</param>
/// <param name="MaxWaitForRoom">After this long without room a waiting model is given a loaded one's place (see <see cref="ResidencyScheduler"/>).</param>
/// <param name="MaxWaitingPerModel">Requests waiting for one model: for its load, or in its runner beyond its slots.</param>
/// <param name="MaxQueuedRequests">Requests waiting for loads of all models.</param>
internal sealed record ResidencyRules(
    int MaxConcurrentModels, TimeSpan? IdleUnloadAfter, TimeSpan MaxWaitForRoom, int MaxWaitingPerModel, int MaxQueuedRequests);
