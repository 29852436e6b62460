using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Gateway.Store;

namespace MultiLLM.Core.Gateway.Sessions;

/// <summary>
/// Ended sessions in memory and in the gateway's database, so that a restart revives none. Their number is bounded: before there are more than
/// <see cref="Most"/>, all sessions that end no later than these are ended too, which at worst has people sign in once more.
/// </summary>
internal sealed class EndedSessions(GatewayStore store, IOptions<GatewayOptions> options, TimeProvider time) : IEndedSessions
{
    internal const int Most = 10_000;

    /// <summary>Stands for all sessions that end no later; no session is called so.</summary>
    private const string All = "*";

    private readonly ConcurrentDictionary<string, DateTimeOffset> _ended = new(StringComparer.Ordinal);
    private long _lookedAt;
    private volatile bool _looked;

    public async ValueTask<bool> EndAsync(string id, DateTimeOffset until, CancellationToken cancellationToken)
    {
        _ended[id] = until;
        var kept = await store.ChangeAsync<bool>(async (connection, transaction, cancel) =>
        {
            if (await EndedSessionTable.AddAsync(connection, transaction, id, until, time.GetUtcNow(), cancel) <= Most)
                return true;
            await EndedSessionTable.AddAsync(connection, transaction, All, _ended.Values.Max(), time.GetUtcNow(), cancel);
            await EndedSessionTable.KeepOnlyAsync(connection, transaction, All, cancel);
            return true;
        }, cancellationToken);
        if (_ended.Count > Most)
            ForgetSome();
        return kept.IsSuccess;
    }

    public async ValueTask<bool> IsEndedAsync(string id, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (!_looked || time.GetElapsedTime(Volatile.Read(ref _lookedAt)) > options.Value.KeyInterval)
            await LookAsync(cancellationToken);
        return !_looked || IsEnded(id, until);
    }

    public bool IsEnded(string id, DateTimeOffset until) => _ended.ContainsKey(id) || (_ended.TryGetValue(All, out var all) && until <= all);

    private async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        var at = time.GetTimestamp();
        var read = await store.ReadAsync((connection, cancel) => EndedSessionTable.AllAsync(connection, time.GetUtcNow(), cancel), cancellationToken);
        if (!read.IsSuccess)
            return; // what is known goes on counting; without the database keys count no more after a while, and sessions with them
        foreach (var (id, until) in read.Value)
            _ended[id] = until;
        foreach (var (id, until) in _ended)
        {
            if (until <= time.GetUtcNow())
                _ended.TryRemove(id, out _);
        }
        Volatile.Write(ref _lookedAt, at);
        _looked = true;
    }

    private void ForgetSome()
    {
        var all = _ended.Values.Max();
        _ended[All] = all;
        foreach (var (id, until) in _ended)
        {
            if (id != All && until <= all)
                _ended.TryRemove(id, out _);
        }
    }
}
