using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Residency.Memory;

/// <summary>Bytes the weights take once loaded.</summary>
internal static class WeightMemory
{
    public static long Bytes(ModelShape shape, EngineRules rules)
    {
        var repacked = shape.Weights.Where(rules.Repacking.Applies).ToList();
        // What is mapped stays beside its repacked copy. What is read goes where it is used; a matrix that is looked up too goes to both places.
        var twice = rules.MapsWeights ? repacked : repacked.Where(group => group.Use == WeightUse.TiedEmbedding);
        return Saturating.Sum(twice.Select(group => group.Bytes).Prepend(Math.Min(shape.WeightBytes, Saturating.TooMuch)));
    }
}
