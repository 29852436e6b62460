using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Backends.Managed;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Residency.Memory;

/// <summary>Predicts, and remembers what loads really took.</summary>
internal sealed class Footprints(IOptions<MultiLLMOptions> options, ILogger<FootprintStore> log) : IFootprints
{
    public const string FileName = "footprints.json";

    private readonly EngineRules _rules = EngineRules.Current;
    private readonly FootprintStore _store = new(Path.Combine(options.Value.Home, FileName), log);

    public LoadPlan PlanFor(ModelDefinition model, int? contextLength = null) => LoadPlans.For(model, options.Value, contextLength);

    public Footprint Predict(ModelShape shape, LoadPlan plan) => FootprintPredictor.Predict(shape, plan, _rules);

    public Footprint? Estimate(ModelDefinition model, LoadPlan plan) =>
        (model.Backend is ManagedServer { MemoryBytes: { } bytes } ? new Footprint(0, 0, 0, bytes, FootprintSource.Configured) : null)
        ?? (FootprintKey.Of(model, plan) is { } key ? _store.Find(key) : null)
        ?? (model is { Backend: null, Shape: { } shape } ? Predict(shape, plan) : null);

    /// <summary>
    /// After a load <paramref name="measured"/> holds what is resident and what the engine reserved; what it has not written to yet is added. After
    /// the model's life it holds the peak alone, which counts where it is higher than what was known. Of a server of one's own only the peak is ever known.
    /// </summary>
    public void Learn(ModelDefinition model, LoadPlan plan, MemoryUse measured)
    {
        if (FootprintKey.Of(model, plan) is not { } key)
            return;
        var known = _store.Find(key);
        var learned = model.Backend is not null ? known ?? new Footprint(0, 0, 0, 0, FootprintSource.Measured)
            : measured.RssBytes > 0 ? AfterLoad(model.Shape, plan, measured)
            : known;
        if (learned is null)
            return;
        var most = Math.Max(known?.TotalBytes ?? 0, (long)measured.PeakBytes);
        if (learned.TotalBytes < most)
            learned = learned with { OverheadBytes = learned.OverheadBytes + most - learned.TotalBytes };
        if (learned != known)
            _store.Put(key, learned);
    }

    private Footprint? AfterLoad(ModelShape? shape, LoadPlan plan, MemoryUse measured)
    {
        if (shape is null)
            return null;
        // The engine's figure knows nothing of the results of an embedding model's first full batch.
        var compute = plan.Embedding ? Math.Max((long)measured.ComputeBytes, ComputeMemory.Bytes(shape, plan, _rules)) : (long)measured.ComputeBytes;
        var untouched = Math.Max(0, compute - ComputeMemory.ResultBytes(shape, plan, plan.Slots));
        var total = (long)measured.RssBytes + untouched;
        var (weights, kv) = ((long)measured.ModelBytes, (long)measured.KvBytes);
        return new Footprint(weights, kv, compute, Math.Max(0, total - weights - kv - compute), FootprintSource.Measured);
    }
}
