using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Catalog.Fit;

/// <summary>How a model is meant to be loaded; null: as the service would.</summary>
/// <param name="ContextLength">Tokens one request may hold.</param>
/// <param name="KvType">How keys and values are kept.</param>
/// <param name="Slots">Requests batched together.</param>
/// <param name="GpuLayers">Layers on GPUs; -1: as many as fit.</param>
public sealed record FitRequest(int? ContextLength = null, KvCacheType? KvType = null, int? Slots = null, int? GpuLayers = null);
