using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Backends.Balancing;

/// <summary>A place at one of a model's servers, and at another one when that fails. For one request at a time.</summary>
internal sealed class RemoteLease : ModelLease
{
    private readonly RemotePool _pool;
    private readonly HashSet<string> _tried = new(StringComparer.OrdinalIgnoreCase);
    private Seat? _seat;

    public RemoteLease(RemotePool pool, IRemoteClients clients, ModelDefinition model, Seat seat, TimeSpan waited, TimeProvider time)
    {
        (_pool, Clients, Model, _seat, Server, Waited, Time) = (pool, clients, model, seat, seat.Server, waited, time);
        var slots = model.Backend is RemoteBackend { Servers: var servers } && servers.All(server => server.MaxConcurrent is not null) ? servers.Sum(server => server.MaxConcurrent!.Value) : 0;
        var context = model.ContextLength ?? 0;
        Plan = new LoadPlan(context, KvCells: 0, slots, BatchSize: 0, Embedding: model.Kind == ModelKind.Embedding);
        Loaded = new ModelLoaded { Description = "remote", ContextLength = (uint)context, TrainedContextLength = (uint)context, Slots = (uint)slots };
        Chat = new BalancedChatClient(this);
        Embeddings = new BalancedEmbeddings(this);
    }

    public override ModelDefinition Model { get; }
    public override ModelLoaded Loaded { get; }
    public override LoadPlan Plan { get; }
    public override TimeSpan LoadWait => TimeSpan.Zero;
    public override IChatClient Chat { get; }
    public override IRunnerEmbeddings Embeddings { get; }

    public IRemoteClients Clients { get; }
    public TimeProvider Time { get; }

    /// <summary>For a place, at all servers together.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>Where the request is, or was last.</summary>
    public RemoteServer Server { get; private set; }

    public override decimal? CostOf(long promptTokens, long answerTokens) => Server.Price?.Of(promptTokens, answerTokens);

    /// <summary>The server failed before it answered: takes a place at another one. False: there is none to be had.</summary>
    public async ValueTask<bool> TryMoveAsync(ServerOutcome outcome, CancellationToken cancellationToken)
    {
        _tried.Add(Server.Name);
        Report(outcome);
        var waitsFrom = Time.GetTimestamp();
        var next = await _pool.TakeAsync(_tried, mayWait: true, cancellationToken);
        if (!next.IsSuccess)
            return false;
        Waited += Time.GetElapsedTime(waitsFrom);
        (_seat, Server) = (next.Value, next.Value.Server);
        return true;
    }

    /// <summary>How it went; from now on the lease has no place.</summary>
    public void Report(ServerOutcome outcome)
    {
        if (Interlocked.Exchange(ref _seat, null) is { } seat)
            _pool.Done(seat, outcome);
    }

    public override ValueTask DisposeAsync()
    {
        Report(ServerOutcome.None);
        return ValueTask.CompletedTask;
    }
}
