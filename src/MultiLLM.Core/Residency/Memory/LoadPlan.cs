namespace MultiLLM.Core.Residency.Memory;

/// <summary>The sizes a model is loaded with; memory follows from these and the model's shape.</summary>
/// <param name="ContextLength">Tokens one request may hold.</param>
/// <param name="KvCells">Tokens all slots hold together.</param>
/// <param name="Slots">Requests batched together.</param>
/// <param name="BatchSize">Tokens of one decode step.</param>
/// <param name="KvType">How keys and values are kept.</param>
/// <param name="GpuLayers">Layers on a GPU; 0: none, -1: as many as fit.</param>
/// <param name="Embedding">For embeddings instead of generation.</param>
public sealed record LoadPlan(
    int ContextLength, int KvCells, int Slots, int BatchSize, KvCacheType KvType = KvCacheType.Auto, int GpuLayers = 0, bool Embedding = false);

/// <summary>Number format of keys and values in the cache.</summary>
public enum KvCacheType
{
    /// <summary>F16, or BF16 where the runner finds it faster; both take two bytes a number.</summary>
    Auto,
    F16,
    Bf16,
    Q8_0,
    Q4_0,
}
