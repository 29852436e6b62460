using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection.Rates;

namespace MultiLLM.SelectionBench.Policies;

/// <summary>Rates learned by the product's own rules from nothing, as its <see cref="RateBook"/> does, without its file.</summary>
internal sealed class LearnedRates(IResidency residency) : IModelRates
{
    private readonly Dictionary<string, RateEntry> _entries = [];
    private readonly Dictionary<string, DateTimeOffset> _loadsSeen = [];
    private MachineSpeed _machine = MachineSpeed.Assumed;

    public ModelRates Of(ModelDefinition model)
    {
        var expected = RateExpectation.Of(model, _machine);
        return _entries.TryGetValue(model.Id, out var measured)
            ? new ModelRates(
                measured.PromptTokensPerSecond ?? expected.PromptTokensPerSecond, measured.DecodeTokensPerSecond ?? expected.DecodeTokensPerSecond,
                measured.LoadSeconds ?? expected.LoadSeconds, IsMeasured: true)
            : expected;
    }

    public void Answered(ModelDefinition model, GenerationFinished finished)
    {
        var snapshot = residency.Snapshot;
        var standing = snapshot.Find(model.Id)!;
        var slowDown = Sharing.SlowDown(standing.InFlight - 1, Sharing.OthersAtWork(snapshot, model.Id));
        var entry = _entries.GetValueOrDefault(model.Id) ?? new RateEntry(model.Id, model.SizeBytes, model.Parameters, null, null, null, default);
        entry = RateLearning.Answered(entry, finished, slowDown);
        if (_loadsSeen.GetValueOrDefault(model.Id) != standing.LoadedAt)
        {
            _loadsSeen[model.Id] = standing.LoadedAt;
            entry = RateLearning.Loaded(entry, standing.LoadTime.TotalSeconds);
        }
        _entries[model.Id] = entry;
        _machine = MachineSpeed.Of(_entries.Values);
    }
}
