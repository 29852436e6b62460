using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Residency.Memory;

/// <summary>
/// Bytes that each layer needs where it is computed, the output layer last. Estimates that lean to the high side: what is placed by them
/// fits.
/// </summary>
internal static class LayerBytes
{
    private const double LeastOutputBytesPerWeight = 0.85; // small quantisations keep the output layer at about 6.6 bits
    private const double MostBytesPerWeight = 4;

    public static long[] Of(ModelShape shape, LoadPlan plan, long kvBytes)
    {
        var count = shape.Layers.Count;
        var cells = shape.Layers.Select(layer => (double)CellsOf(layer, plan) * layer.KeyValueHeads * (layer.KeyLength + layer.ValueLength)).ToArray();
        var allCells = cells.Sum();
        var bytes = new long[count + 1];
        for (var i = 0; i < count; i++)
        {
            // The embedding's share is charged to the layers too: how much it is, the shape does not tell.
            var keysAndValues = allCells > 0 ? kvBytes * (cells[i] / allCells) : (double)kvBytes / count;
            bytes[i] = (long)Math.Ceiling((double)shape.WeightBytes / count + keysAndValues);
        }
        bytes[count] = Output(shape);
        return bytes;
    }

    /// <summary>A sliding window needs no more cells than the window and one batch, for every slot.</summary>
    private static long CellsOf(LayerShape layer, LoadPlan plan) =>
        layer.Window is { } window ? Math.Min(plan.KvCells, ((long)window + plan.BatchSize) * plan.Slots) : plan.KvCells;

    private static long Output(ModelShape shape)
    {
        var table = (double)shape.VocabularySize * shape.EmbeddingLength;
        var layers = shape.Layers.Sum(layer => (double)shape.EmbeddingLength
            * (layer.Heads * (double)layer.KeyLength * 2 + layer.KeyValueHeads * (double)(layer.KeyLength + layer.ValueLength) + 3.0 * shape.FeedForwardLength));
        var perWeight = table + layers > 0 ? shape.WeightBytes / (table + layers) : MostBytesPerWeight;
        return (long)Math.Min(shape.WeightBytes, table * Math.Clamp(perWeight * 1.5, LeastOutputBytesPerWeight, MostBytesPerWeight));
    }
}
