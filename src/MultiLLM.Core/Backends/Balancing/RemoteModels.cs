using System.Collections.Concurrent;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Backends.Balancing;

/// <summary>One pool of servers for each remote model, made when it is first needed and configured anew whenever the catalog says otherwise.</summary>
internal sealed class RemoteModels(IRemoteClients clients, IServerNews news, TimeProvider time) : IRemoteModels, IDisposable
{
    private static readonly HashSet<string> NoneTried = [];

    private readonly ConcurrentDictionary<string, RemotePool> _pools = new(StringComparer.Ordinal);

    public IReadOnlyList<RemoteModelState> States => [.. _pools.Values.OrderBy(pool => pool.ModelId, StringComparer.Ordinal).Select(pool => pool.State)];

    public IEnumerable<RemotePool> Pools => _pools.Values;

    public async ValueTask<Result<ModelLease>> BorrowAsync(ModelDefinition model, LoadDemand demand, CancellationToken cancellationToken)
    {
        var (pool, asksAt) = (PoolOf(model), time.GetTimestamp());
        var seat = await pool.TakeAsync(NoneTried, mayWait: !demand.AtOnce, cancellationToken);
        return seat.IsSuccess ? new RemoteLease(pool, clients, model, seat.Value, time.GetElapsedTime(asksAt), time) : seat.Error;
    }

    public RemoteStanding StandingOf(ModelDefinition model) => PoolOf(model).Standing;

    /// <summary>Takes over the catalog's remote models; those that are gone are forgotten when nobody is at their servers any more.</summary>
    public void Follow(CatalogSnapshot catalog)
    {
        foreach (var entry in catalog.Entries)
        {
            if (catalog.Find(entry.Id) is { IsRemote: true } model)
                PoolOf(model);
        }
        foreach (var pool in _pools.Values)
        {
            if (catalog.Find(pool.ModelId) is not { IsRemote: true } && pool.Standing is { InFlight: 0, Waiting: 0 } && _pools.TryRemove(pool.ModelId, out _))
                pool.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var pool in _pools.Values)
            pool.Dispose();
    }

    private RemotePool PoolOf(ModelDefinition model)
    {
        var backend = model.Backend as RemoteBackend ?? throw new ArgumentException($"{model.Id} is no remote model.", nameof(model));
        var pool = _pools.GetOrAdd(model.Id, static (id, own) => new RemotePool(id, own.News, own.Time), (News: news, Time: time));
        pool.Configure(backend);
        return pool;
    }
}
