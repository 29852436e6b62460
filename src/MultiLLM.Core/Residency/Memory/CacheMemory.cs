using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Residency.Memory;

/// <summary>Bytes of the keys and values of all cells, and of what recurrent layers keep for each slot.</summary>
internal static class CacheMemory
{
    private const int BlockLength = 32; // numbers of one block of the quantised formats

    public static long Bytes(ModelShape shape, LoadPlan plan, EngineRules rules)
    {
        var type = TypeOf(shape, plan);
        var cells = CacheCells.Of(plan);
        return Saturating.Sum(shape.Layers.Select(layer => LayerBytes(layer, type, layer.Window is { } window && !rules.KeepsWholeWindows
            ? cells.InWindow(window, plan)
            : cells.All) + Saturating.Product(layer.StateBytes, plan.Slots)));
    }

    private static long LayerBytes(LayerShape layer, KvCacheType type, long cells) =>
        Saturating.Product(RowBytes(type, (long)layer.KeyValueHeads * layer.KeyLength) + RowBytes(type, (long)layer.KeyValueHeads * layer.ValueLength), cells);

    // Both formats of Auto take two bytes a number. Embeddings have no choice of format.
    private static KvCacheType TypeOf(ModelShape shape, LoadPlan plan)
    {
        var isQuantized = plan.KvType is KvCacheType.Q8_0 or KvCacheType.Q4_0;
        var fillsBlocks = shape.Layers.All(layer => layer.KeyLength % BlockLength == 0 && layer.ValueLength % BlockLength == 0);
        return isQuantized && fillsBlocks && !plan.Embedding ? plan.KvType : KvCacheType.F16;
    }

    private static long RowBytes(KvCacheType type, long numbers) => type switch
    {
        KvCacheType.Q8_0 => numbers / BlockLength * 34,
        KvCacheType.Q4_0 => numbers / BlockLength * 18,
        _ => numbers * 2,
    };
}

/// <summary>Cells as llama.cpp makes them of what is asked for: whole 256s, for all slots together or for each.</summary>
/// <param name="PerStream">Cells that attention sees at once.</param>
/// <param name="Streams">1: the slots share them; else one for each slot.</param>
internal readonly record struct CacheCells(long PerStream, int Streams)
{
    private const int Multiple = 256;

    public long All => PerStream * Streams;

    public static CacheCells Of(LoadPlan plan)
    {
        // The runner's ModelPlan.SharesPool: where each slot can hold a whole context there is nothing to share.
        var isShared = plan.KvCells < (long)plan.Slots * plan.ContextLength;
        var padded = Padded(plan.KvCells);
        return isShared ? new CacheCells(padded, 1) : new CacheCells(Padded(padded / plan.Slots), plan.Slots);
    }

    /// <summary>Cells of a layer that keeps its window only: one window for each slot, and a batch.</summary>
    public long InWindow(int window, LoadPlan plan)
    {
        var wanted = ((long)window * (Streams == 1 ? plan.Slots : 1)) + plan.BatchSize;
        return Padded(Math.Min(PerStream, wanted)) * Streams;
    }

    private static long Padded(long cells) => (cells + Multiple - 1) / Multiple * Multiple;
}
