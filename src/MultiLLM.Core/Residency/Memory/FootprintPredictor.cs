using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Residency.Memory;

/// <summary>
/// The most memory a model's runner will hold, from the model's shape and the sizes it is loaded with. It counts what is reserved rather than what has
/// been written to yet: a budget that holds when the model is loaded must hold when every slot is full. On a GPU the same bytes lie elsewhere.
/// </summary>
internal static class FootprintPredictor
{
    public static Footprint Predict(ModelShape shape, LoadPlan plan, EngineRules rules) => new(
        WeightMemory.Bytes(shape, rules),
        CacheMemory.Bytes(shape, plan, rules),
        ComputeMemory.Bytes(shape, plan, rules),
        RunnerOverhead.Bytes(shape),
        FootprintSource.Predicted);
}
