using System.Collections.Concurrent;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Gateway.Limits.Budgets;

/// <summary>
/// Owner of the budgets on this gateway. It takes tokens from the database in portions and promises them to requests from memory, so that few requests wait
/// for the database, none for a disk they do not need, and several gateways never give out more together than there is.
/// </summary>
internal sealed class TokenBudgets(IBudgetStore store, TimeProvider time) : IDisposable
{
    /// <summary>A portion is at least this part of the budget; it is what a killed gateway takes with it.</summary>
    private const int PortionsOfBudget = 64;

    private readonly ConcurrentDictionary<BudgetId, BudgetEntry> _entries = new();

    /// <summary>Whether any key has a budget at all.</summary>
    public bool IsUsed => !_entries.IsEmpty;

    /// <summary>
    /// As many tokens as there are, at most <paramref name="most"/>. Null: there are fewer than <paramref name="least"/>, which is at least 1.
    /// <see cref="ErrorCode.GatewayStoreUnavailable"/>: nobody knows.
    /// </summary>
    public async ValueTask<(BudgetReservation? Promise, Error? Error)> ReserveAsync(
        BudgetId budget, long limit, long least, long most, CancellationToken cancellationToken)
    {
        while (true)
        {
            var entry = _entries.GetOrAdd(budget, static (id, now) => new BudgetEntry(id, now), time.GetTimestamp());
            if (TryReserve(entry, most, most) is { } atOnce)
                return (atOnce, null);
            await entry.Asking.WaitAsync(cancellationToken);
            try
            {
                if (entry.IsGone)
                    continue;
                if (TryReserve(entry, most, most) is { } meanwhile)
                    return (meanwhile, null);
                if (least <= limit && await FillAsync(entry, limit, least, most) is { } error)
                    return (null, error);
                return (TryReserve(entry, least, most), null);
            }
            finally
            {
                entry.Asking.Release();
            }
        }
    }

    /// <summary>As far as this gateway knows, without asking.</summary>
    public long LeftOf(BudgetId budget, long limit)
    {
        if (!_entries.TryGetValue(budget, out var entry))
            return limit;
        lock (entry.Gate)
            return Math.Clamp(limit - entry.Known.Taken + entry.Pool.Free, 0, limit);
    }

    /// <summary>How the budget stands in all gateways together. What others have at hand counts as promised.</summary>
    public async ValueTask<Result<BudgetStanding>> ReadAsync(BudgetId budget, CancellationToken cancellationToken)
    {
        var read = await store.ReadAsync(budget, cancellationToken);
        if (!read.IsSuccess)
            return read.Error;
        if (!_entries.TryGetValue(budget, out var entry))
            return new BudgetStanding(read.Value.Used, read.Value.Taken - read.Value.Used);
        lock (entry.Gate)
        {
            var used = read.Value.Used + entry.Pool.Unwritten;
            return new BudgetStanding(used, Math.Max(0, read.Value.Taken - used - entry.Pool.Free));
        }
    }

    /// <summary>Tells the database what was used, and gives back what nobody asked for within <paramref name="unasked"/>. What fails is tried again next time.</summary>
    public async ValueTask WriteAsync(TimeSpan unasked, CancellationToken cancellationToken)
    {
        foreach (var entry in _entries.Values)
        {
            await entry.Asking.WaitAsync(cancellationToken);
            try
            {
                await WriteAsync(entry, unasked, cancellationToken);
            }
            finally
            {
                entry.Asking.Release();
            }
        }
    }

    public void Dispose()
    {
        foreach (var entry in _entries.Values)
            entry.Asking.Dispose();
    }

    private BudgetReservation? TryReserve(BudgetEntry entry, long least, long most)
    {
        lock (entry.Gate)
        {
            entry.LastAsked = time.GetTimestamp();
            return !entry.IsGone && entry.Pool.Reserve(least, most) is > 0 and var granted ? new BudgetReservation(entry, granted) : null;
        }
    }

    /// <summary>Not to be interrupted: what was taken for a caller that left in between would be nobody's.</summary>
    private async ValueTask<Error?> FillAsync(BudgetEntry entry, long limit, long least, long most)
    {
        long free;
        lock (entry.Gate)
            free = entry.Pool.Free;
        var taken = await store.TakeAsync(entry.Id, Math.Max(0, least - free), Math.Max(most - free, limit / PortionsOfBudget), limit, CancellationToken.None);
        if (!taken.IsSuccess)
            return taken.Error;
        lock (entry.Gate)
        {
            entry.Known = taken.Value.Row;
            entry.Pool.Fill(taken.Value.Granted);
        }
        return null;
    }

    private async ValueTask WriteAsync(BudgetEntry entry, TimeSpan unasked, CancellationToken cancellationToken)
    {
        BudgetReturn returned;
        lock (entry.Gate)
        {
            var isUnasked = time.GetElapsedTime(entry.LastAsked) >= unasked;
            returned = entry.Pool.TakeOut(all: isUnasked);
            if (returned.IsNothing)
            {
                entry.IsGone = isUnasked && entry.Pool.IsSettled;
                if (entry.IsGone)
                    _entries.TryRemove(KeyValuePair.Create(entry.Id, entry));
                return;
            }
        }
        // Not to be interrupted half way: nobody would know whether it was written.
        var written = await store.ReturnAsync(entry.Id, returned, CancellationToken.None);
        lock (entry.Gate)
        {
            if (written.IsSuccess)
                entry.Known = written.Value;
            else
                entry.Pool.PutBack(returned);
        }
    }
}

/// <param name="Used">Tokens.</param>
/// <param name="Reserved">Promised to requests under way, at hand of another gateway, or lost with one that was killed.</param>
internal readonly record struct BudgetStanding(long Used, long Reserved);
