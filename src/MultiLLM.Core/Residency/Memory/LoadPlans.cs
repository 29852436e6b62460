using MultiLLM.Core.Backends.Managed;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Residency.Memory;

/// <summary>Fills in the sizes a model is loaded with, as the runner does (its <c>ModelPlan</c>) with what the order leaves open.</summary>
internal static class LoadPlans
{
    private const int DefaultCells = 4096;
    private const int BatchSize = 512;
    private const int EmbeddingSlots = 64;

    /// <param name="model">The model.</param>
    /// <param name="settings">The service's defaults.</param>
    /// <param name="contextLength">Tokens one request may hold instead of what is configured; never more than the model was trained for.</param>
    public static LoadPlan For(ModelDefinition model, MultiLLMOptions settings, int? contextLength = null)
    {
        var context = Math.Max(1, (contextLength is { } asked ? model with { ContextLength = asked } : model).ContextLimit(settings.ContextLength));
        if (model.Backend is ManagedServer server) // its own affair, but for what it can be told
            return new LoadPlan(
                server.Uses(ServerCommand.ContextLength) ? context : model.ContextLimit(settings.ContextLength), 0, server.Slots ?? settings.Slots, 0, Embedding: model.Kind == ModelKind.Embedding);
        var gpuLayers = settings.EnableGpu ? -1 : 0;
        if (model.Kind == ModelKind.Embedding) // an encoder sees a text in one piece: the batch holds the longest text
            return new LoadPlan(context, context, EmbeddingSlots, context, KvCacheType.Auto, gpuLayers, Embedding: true);
        var wanted = settings.KvCells == 0 ? DefaultCells : settings.KvCells;
        var cells = (int)Math.Min(Math.Max(wanted, context), (long)settings.Slots * context);
        return new LoadPlan(context, cells, settings.Slots, Math.Max(BatchSize, settings.Slots), settings.KvType, gpuLayers);
    }
}
