using System.Collections.Concurrent;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Store;

namespace MultiLLM.Core.Gateway.Keys;

/// <summary>When each key was used last: noted at once, written now and then. Safe from any thread.</summary>
internal sealed class KeyUses(GatewayStore store, IAuditLog audit, TimeProvider time)
{
    private sealed class Use
    {
        public long AtTicks;
        public long WrittenTicks;
        public int Day;
    }

    private readonly ConcurrentDictionary<string, Use> _byPrefix = new(StringComparer.Ordinal);

    /// <summary>Tells the audit log of the first use on a day of UTC.</summary>
    /// <param name="key">As it was known when its secret was checked.</param>
    /// <param name="caller">Who used it, with the address.</param>
    public void Note(ApiKey key, Caller caller)
    {
        var now = time.GetUtcNow();
        var use = _byPrefix.GetOrAdd(key.Prefix, static (_, before) => new Use { Day = DayOf(before), WrittenTicks = before?.UtcTicks ?? 0 }, key.LastUsedAt);
        Volatile.Write(ref use.AtTicks, now.UtcTicks);
        var (day, today) = (Volatile.Read(ref use.Day), DayOf(now));
        if (day == today || Interlocked.CompareExchange(ref use.Day, today, day) != day)
            return;
        var details = caller.Address is { } address ? new Dictionary<string, string> { ["address"] = address } : [];
        audit.Append(AuditEntry.By(caller, AuditActions.KeyUsed, "allowed", key.Id) with { Details = details });
    }

    /// <summary>The key with its last use, also where that is not written yet.</summary>
    public ApiKey With(ApiKey key) => _byPrefix.TryGetValue(key.Prefix, out var use) && Volatile.Read(ref use.AtTicks) is > 0 and var ticks && !(key.LastUsedAt?.UtcTicks >= ticks)
        ? key with { LastUsedAt = new DateTimeOffset(ticks, TimeSpan.Zero) }
        : key;

    /// <summary>One caller at a time.</summary>
    public async ValueTask<Result<int>> WriteAsync(CancellationToken cancellationToken)
    {
        var unwritten = _byPrefix.Select(one => (Prefix: one.Key, Use: one.Value, At: Volatile.Read(ref one.Value.AtTicks)))
            .Where(one => one.At > one.Use.WrittenTicks).ToList();
        if (unwritten.Count == 0)
            return 0;
        var written = await store.ChangeAsync<int>(async (connection, transaction, cancel) =>
        {
            foreach (var (prefix, _, at) in unwritten)
                await KeyTable.UsedAsync(connection, transaction, prefix, new DateTimeOffset(at, TimeSpan.Zero), cancel);
            return unwritten.Count;
        }, cancellationToken);
        if (written.IsSuccess)
            unwritten.ForEach(one => one.Use.WrittenTicks = one.At);
        return written;
    }

    private static int DayOf(DateTimeOffset? at) => at is { } known ? (int)(known.UtcTicks / TimeSpan.TicksPerDay) : -1;
}
