using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Backends;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Access;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Health.Watching;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Core.Selection.Rates;

namespace MultiLLM.Core.Selection.Ranking;

/// <summary>Takes the picture of the service that a ranking looks at.</summary>
internal sealed class RankingView(
    IResidency residency, IModelRates rates, IFeedback feedback, ICircuits circuits, IDemand demand, Underway underway, MemoryEstimates memory,
    IHealthStanding health, ModelAccess access, IRemoteModels remotes, IHardware hardware, IOptions<MultiLLMOptions> options, TimeProvider time)
{
    private readonly MemoryRules _rules = new(options.Value.MemoryReserveBytes, options.Value.MemoryBudgetBytes);

    public Preference DefaultPreference { get; } = Preference.Named(options.Value.Preference) ?? Preference.Balanced;

    /// <param name="catalog">The models.</param>
    /// <param name="caller">Who asks.</param>
    public RankingInputs Take(CatalogSnapshot catalog, Caller caller) => new()
    {
        Catalog = catalog,
        Residency = Counted(residency.Snapshot),
        Rates = rates,
        Evidence = feedback.Evidence,
        MemoryOf = memory.Of,
        DefaultContext = options.Value.ContextLength,
        DefaultPreference = DefaultPreference,
        Now = time.GetUtcNow(),
        Permitted = access.PermittedTo(caller, catalog),
        OpenCircuits = circuits.Open,
        Findings = health.Current.Findings,
        ReuseChance = demand.ChanceSoon,
        Underway = underway.Current,
        Remotes = RemotesOf(catalog),
    };

    private FrozenDictionary<string, RemoteStanding> RemotesOf(CatalogSnapshot catalog)
    {
        Dictionary<string, RemoteStanding>? standings = null;
        foreach (var model in catalog.Models)
        {
            if (model.IsRemote)
                (standings ??= new(StringComparer.Ordinal))[model.Id] = remotes.StandingOf(model);
        }
        return standings?.ToFrozenDictionary(StringComparer.Ordinal) ?? FrozenDictionary<string, RemoteStanding>.Empty;
    }

    /// <summary>Before the first load nobody has counted the memory yet.</summary>
    private ResidencySnapshot Counted(ResidencySnapshot snapshot)
    {
        if (snapshot.Hosts.Count > 0)
            return snapshot;
        var budget = MemoryBudget.Of(hardware.Read().Memory, _rules, []);
        return snapshot with { Hosts = [new HostMemory(HostRules.Local, budget.CapacityBytes, budget.TakenBytes, time.GetUtcNow())] };
    }
}
