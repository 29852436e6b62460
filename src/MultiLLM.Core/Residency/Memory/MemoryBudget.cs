using MultiLLM.Core.Hardware;

namespace MultiLLM.Core.Residency.Memory;

/// <summary>What the models on one host may hold, and what of it is left. Pure arithmetic.</summary>
/// <param name="CapacityBytes">
/// For all models together, were each of them evicted but what other processes hold left alone. While a model loads this is the most it may
/// be, because how much of the machine's memory that load has taken so far is not known.
/// </param>
/// <param name="TakenBytes">What models that are loading, loaded or unloading hold or will hold.</param>
/// <param name="FreeBytes">That another model may take now; negative where models hold more than they may.</param>
/// <param name="ReserveBytes">Left free for everything else.</param>
internal readonly record struct MemoryBudget(long CapacityBytes, long TakenBytes, long FreeBytes, long ReserveBytes)
{
    /// <param name="machine">Just read.</param>
    /// <param name="rules">How much of it models may have.</param>
    /// <param name="claims">Of every model that takes up room, those unloading included: their memory counts as free when it is back.</param>
    public static MemoryBudget Of(MemoryStanding machine, MemoryRules rules, IEnumerable<MemoryClaim> claims)
    {
        long taken = 0, seen = 0, mostSeen = 0;
        foreach (var claim in claims)
        {
            taken += claim.Bytes;
            seen += claim.SeenBytes;
            mostSeen += claim.MostSeenBytes;
        }
        var reserve = rules.ReserveFor(machine.TotalBytes);
        var capacity = machine.AvailableBytes - reserve + mostSeen;
        var free = machine.AvailableBytes - reserve - (taken - seen);
        if (rules.BudgetBytes is { } limit)
        {
            capacity = Math.Min(capacity, limit);
            free = Math.Min(free, limit - taken);
        }
        return new MemoryBudget(Math.Max(0, capacity), taken, free, reserve);
    }
}

/// <summary>One model's share of memory.</summary>
/// <param name="Bytes">All it takes: measured once that is known, else predicted.</param>
/// <param name="SeenBytes">
/// The least of them that the machine's available memory lacks already. A model file that is mapped into memory is not among them: the system
/// counts its pages as available, though the model is slow without them.
/// </param>
/// <param name="MostSeenBytes">The most of them that it lacks; more than <paramref name="SeenBytes"/> while a load fills its memory.</param>
internal readonly record struct MemoryClaim(long Bytes, long SeenBytes, long MostSeenBytes);

/// <param name="ReserveBytes">Kept free for everything else; null: a tenth of the memory, from 256 MB to 2 GB.</param>
/// <param name="BudgetBytes">What models may hold at most, however much is free; null: no such limit.</param>
internal sealed record MemoryRules(long? ReserveBytes = null, long? BudgetBytes = null)
{
    private const long LeastReserve = 256_000_000;
    private const long MostReserve = 2_000_000_000;

    public long ReserveFor(long totalBytes) => ReserveBytes ?? Math.Clamp(totalBytes / 10, LeastReserve, MostReserve);
}
