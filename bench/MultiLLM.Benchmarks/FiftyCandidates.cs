using System.Collections.Frozen;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Catalog.Documents;
using MultiLLM.Core.Catalog.Fit;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Rates;

namespace MultiLLM.Benchmarks;

/// <summary>A service with fifty models for text: those of the catalog under several names, three of them loaded, one of these busy.</summary>
internal static class FiftyCandidates
{
    public const int Count = 50;
    private const int Loaded = 3;
    private const long Gigabyte = 1_000_000_000;
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static RankingInputs Inputs()
    {
        var known = BuiltInCatalog.Load().Entries.Where(entry => entry is { Starter: false, CannotRun: null, Kind: ModelKind.Chat or ModelKind.Code }).ToList();
        var models = Enumerable.Range(0, Count).Select(i => ModelFitService.Prospective(known[i % known.Count]) with { Id = $"{known[i % known.Count].Id}-{i}" })
            .OrderBy(model => model.Id, StringComparer.Ordinal).ToList();
        return new RankingInputs
        {
            Catalog = new CatalogSnapshot(models, []),
            Residency = new ResidencySnapshot(models.Take(Loaded).Index().ToFrozenDictionary(model => model.Item.Id, model => Standing(model.Item, model.Index)), Loaded)
            {
                Hosts = [new HostMemory(HostRules.Local, 24 * Gigabyte, 20 * Gigabyte, Now)],
            },
            Rates = new ExpectedRates(),
            Evidence = EvidenceSnapshot.Of([], [], Now),
            MemoryOf = (model, _) => model.SizeBytes + Gigabyte,
            DefaultContext = 4096,
            DefaultPreference = Preference.Balanced,
            Now = Now,
        };
    }

    private static ModelResidency Standing(ModelDefinition model, int inFlight) =>
        new() { ModelId = model.Id, State = ModelState.Ready, InFlight = inFlight, PredictedBytes = model.SizeBytes + Gigabyte, LoadTime = TimeSpan.FromSeconds(3) };

    private sealed class ExpectedRates : IModelRates
    {
        public ModelRates Of(ModelDefinition model) => RateExpectation.Of(model, MachineSpeed.Assumed);

        public void Answered(ModelDefinition model, GenerationFinished finished) => throw new NotSupportedException("a ranking learns nothing");
    }
}
