using Microsoft.Extensions.Options;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Core.Selection.Rates;

namespace MultiLLM.Core.Selection.Ranking;

/// <summary>Takes the picture of the service that a ranking looks at.</summary>
internal sealed class RankingView(
    IResidency residency, IModelRates rates, IFeedback feedback, ICircuits circuits, IDemand demand, IFootprints footprints, IOptions<MultiLLMOptions> options)
{
    public Preference DefaultPreference { get; } = Preference.Named(options.Value.Preference) ?? Preference.Balanced;

    public RankingInputs Take(CatalogSnapshot catalog) => new()
    {
        Catalog = catalog,
        Residency = residency.Snapshot,
        Rates = rates,
        Evidence = feedback.Evidence,
        MemoryOf = model => footprints.Estimate(model, footprints.PlanFor(model))?.TotalBytes,
        DefaultContext = options.Value.ContextLength,
        DefaultPreference = DefaultPreference,
        OpenCircuits = circuits.Open,
        ReuseChance = demand.ChanceSoon,
    };
}
