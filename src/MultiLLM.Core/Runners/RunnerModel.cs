using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Runners;

/// <summary>A model in its runner.</summary>
internal sealed class RunnerModel(
    RunnerProcess runner, RunnerHeartbeat heartbeat, ModelDefinition model, ModelLoaded loaded, StreamLimits limits, TimeProvider time) : ILoadedModel
{
    public ModelLoaded Loaded => loaded;
    public int ProcessId => runner.ProcessId;
    public MemoryUse? Memory => heartbeat.Memory ?? loaded.Memory;

    /// <summary>Called while the process is still there, before it is told to leave.</summary>
    public Action? OnStopping { get; init; }
    public IChatClient Chat { get; } = new RunnerChatClient(runner.Connection, model, limits, time);
    public IRunnerEmbeddings Embeddings { get; } = new RunnerEmbeddings(runner.Connection, model, limits, time);

    public void OnExit(Action<Error> callback) => runner.OnExit(callback);

    public void OnMeasured(Action<MemoryUse> callback) => heartbeat.OnMeasured(callback);

    public ValueTask StopAsync(Error reason)
    {
        OnStopping?.Invoke();
        return runner.StopAsync(reason);
    }
}
