using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Core.Runners;

namespace MultiLLM.Tests.Residency;

/// <summary>Loads end when the test says so.</summary>
internal sealed class FakeLoader : IModelLoader
{
    private readonly Lock _gate = new();

    public List<FakeLoad> Loads { get; } = [];

    /// <summary>Loads succeed at once.</summary>
    public bool Instant { get; init; }

    public async Task<ILoadedModel> LoadAsync(ModelDefinition model, LoadPlan plan, Action<double> progress, CancellationToken cancellationToken)
    {
        var load = new FakeLoad(model, plan, progress);
        lock (_gate)
            Loads.Add(load);
        if (Instant)
            load.Succeed();
        return await load.Outcome.Task.WaitAsync(cancellationToken);
    }

    public int Count(string modelId)
    {
        lock (_gate)
            return Loads.Count(l => l.Model.Id == modelId);
    }
}

internal sealed class FakeLoad(ModelDefinition model, LoadPlan plan, Action<double> progress) : ILoadedModel
{
    private Action<Error>? _onExit;

    public ModelDefinition Model => model;
    public LoadPlan Plan => plan;
    public Action<double> Progress => progress;
    public TaskCompletionSource<ILoadedModel> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    public Error? StoppedBecause { get; private set; }

    public ModelLoaded Loaded { get; } = new() { Slots = 4, Memory = new MemoryUse { RssBytes = 5000, PrivateBytes = 3000 } };
    public MemoryUse? Memory => Loaded.Memory;
    public int ProcessId => 42;
    public IChatClient Chat => throw new NotSupportedException();
    public IRunnerEmbeddings Embeddings => throw new NotSupportedException();

    public void Succeed() => Outcome.SetResult(this);

    public void Fail(Error error) => Outcome.SetException(new MultiLLMException(error));

    public void Die(Error error) => _onExit!(error);

    public void OnExit(Action<Error> callback) => _onExit = callback;

    public void OnMeasured(Action<MemoryUse> callback)
    {
    }

    public ValueTask StopAsync(Error reason)
    {
        StoppedBecause = reason;
        _onExit?.Invoke(reason);
        return ValueTask.CompletedTask;
    }
}
