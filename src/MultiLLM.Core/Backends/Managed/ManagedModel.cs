using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Backends.Managed;

/// <summary>A model in a server of its own.</summary>
internal sealed class ManagedModel : ILoadedModel
{
    private static readonly TimeSpan MeasuringPause = TimeSpan.FromSeconds(10);

    private readonly ServerProcess _process;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _gone = new();
    private Action<MemoryUse>? _onMeasured;
    private long _peak;

    public ManagedModel(ServerProcess process, ModelLoaded loaded, IChatClient chat, IRunnerEmbeddings embeddings, HangCheck hang, TimeProvider time)
    {
        (_process, _time, Loaded, Memory) = (process, time, loaded, loaded.Memory);
        _peak = (long)(loaded.Memory?.RssBytes ?? 0);
        var calls = new ManagedCalls(process, hang, time);
        Chat = new ManagedChatClient(chat, calls);
        Embeddings = new ManagedEmbeddings(embeddings, calls);
        process.OnExit(_ => _gone.Cancel());
        _ = Task.Run(MeasureAsync);
    }

    public ModelLoaded Loaded { get; }
    public int ProcessId => _process.ProgramId;
    public MemoryUse? Memory { get; private set; }
    public IChatClient Chat { get; }
    public IRunnerEmbeddings Embeddings { get; }

    /// <summary>Told the most bytes it was seen to hold.</summary>
    public Action<long>? OnStopping { get; init; }

    public void OnExit(Action<Error> callback) => _process.OnExit(callback);

    public void OnMeasured(Action<MemoryUse> callback) => Volatile.Write(ref _onMeasured, callback);

    public async ValueTask StopAsync(Error reason)
    {
        Measure();
        OnStopping?.Invoke(Volatile.Read(ref _peak));
        await _process.StopAsync(reason);
    }

    private void Measure()
    {
        if (_process.Measure() is not { } use)
            return;
        Volatile.Write(ref _peak, Math.Max(_peak, (long)use.RssBytes));
        Memory = use;
        Volatile.Read(ref _onMeasured)?.Invoke(use);
    }

    private async Task MeasureAsync()
    {
        using var timer = new PeriodicTimer(MeasuringPause, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_gone.Token))
                Measure();
        }
        catch (OperationCanceledException)
        {
            // it is gone
        }
    }
}
