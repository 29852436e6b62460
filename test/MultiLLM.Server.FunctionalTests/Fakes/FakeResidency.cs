using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Core.Runners;

namespace MultiLLM.Server.FunctionalTests.Fakes;

/// <summary>Loads at once. tiny-code never loads; a model in <see cref="Busy"/> does not unload.</summary>
internal sealed class FakeResidency : IResidency
{
    private readonly ConcurrentDictionary<string, ModelResidency> _models = new();

    public HashSet<string> Busy { get; } = [];
    public int LeasesOut;

    /// <summary>Of the last load.</summary>
    public LoadDemand? LastDemand { get; private set; }

    public ResidencySnapshot Snapshot => new(_models.ToFrozenDictionary(), 3);

    public ValueTask<Result<ModelLease>> EnsureReadyAsync(ModelDefinition model, LoadDemand demand, CancellationToken cancellationToken)
    {
        if (model == FakeModels.Code)
            return ValueTask.FromResult<Result<ModelLease>>(new Error(ErrorCode.ModelLoadFailed, "The file is damaged."));
        var loaded = new ModelLoaded { Slots = 4, ContextLength = 512, ChatTemplate = "model", Memory = new MemoryUse { RssBytes = 4096 } };
        LastDemand = demand;
        _models[model.Id] = new ModelResidency
        {
            ModelId = model.Id, State = ModelState.Ready, Loaded = loaded, ProcessId = 42, LoadTime = TimeSpan.FromSeconds(2), Plan = Lease.UsualPlan,
            Pinned = demand.Pin || (_models.TryGetValue(model.Id, out var before) && before.Pinned),
        };
        Interlocked.Increment(ref LeasesOut);
        return ValueTask.FromResult<Result<ModelLease>>(new Lease(model, loaded, this));
    }

    public ValueTask<Result<bool>> UnloadAsync(string modelId, CancellationToken cancellationToken) => ValueTask.FromResult<Result<bool>>(
        Busy.Contains(modelId) ? new Error(ErrorCode.ModelBusy, "Requests are in flight.") : _models.TryRemove(modelId, out _));

    public ValueTask<Result<bool>> UnpinAsync(string modelId, CancellationToken cancellationToken)
    {
        var pinned = _models.TryGetValue(modelId, out var model) && model.Pinned;
        if (pinned)
            _models[modelId] = model! with { Pinned = false };
        return ValueTask.FromResult<Result<bool>>(pinned);
    }

    private sealed class Lease(ModelDefinition model, ModelLoaded loaded, FakeResidency owner) : ModelLease
    {
        public override ModelDefinition Model => model;
        public static readonly LoadPlan UsualPlan = new(512, 512, 4, 512);

        public override ModelLoaded Loaded => loaded;
        public override LoadPlan Plan => UsualPlan;
        public override TimeSpan LoadWait => TimeSpan.Zero;
        public override IChatClient Chat => throw new NotSupportedException();
        public override IRunnerEmbeddings Embeddings => throw new NotSupportedException();

        public override ValueTask DisposeAsync()
        {
            Interlocked.Decrement(ref owner.LeasesOut);
            return ValueTask.CompletedTask;
        }
    }
}
