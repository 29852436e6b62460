using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Residency;

/// <param name="Hosts">Where models may be loaded; one machine is the case of one.</param>
/// <param name="IdleUnloadAfter">Unload models unused for this long; null: never.</param>
/// <param name="MaxWaitForRoom">After this long without room a waiting model is given a loaded one's place (see <see cref="ResidencyScheduler"/>).</param>
/// <param name="SwitchPatience">What callers of an absent model wait together before a model that is still in demand leaves for it (see <see cref="Room.SwitchPatience"/>).</param>
/// <param name="MaxWaitingPerModel">Requests waiting for one model: for its load, or in its runner beyond its slots.</param>
/// <param name="MaxQueuedRequests">Requests waiting for loads of all models.</param>
internal sealed record ResidencyRules(
    IReadOnlyList<HostRules> Hosts,
    TimeSpan? IdleUnloadAfter,
    TimeSpan MaxWaitForRoom,
    TimeSpan SwitchPatience,
    int MaxWaitingPerModel,
    int MaxQueuedRequests)
{
    public int MaxModels => Hosts.Sum(h => h.MaxModels);
}

/// <param name="Name">"local" is this machine.</param>
/// <param name="MaxModels">Models that are loading, loaded or unloading at once.</param>
/// <param name="Memory">What they may hold.</param>
internal sealed record HostRules(string Name, int MaxModels, MemoryRules Memory)
{
    public const string Local = "local";
}
