using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Hardware.Gpus;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Runners;

/// <summary>Decides for each load where the layers go, on what the runner's engine can use and what is free right now.</summary>
internal sealed partial class GpuPlanner(
    IGpus gpus, IFootprints footprints, IOptions<MultiLLMOptions> options, ILogger<GpuPlanner> log)
{
    private readonly ConcurrentDictionary<string, GpuPlacement> _latest = new(StringComparer.Ordinal);

    /// <summary>Of the model's last load; null: there was none.</summary>
    public GpuPlacement? Find(string modelId) => _latest.GetValueOrDefault(modelId);

    public async Task<GpuPlacement> PlaceAsync(Hello engine, ModelDefinition model, LoadPlan plan, CancellationToken cancellationToken)
    {
        var placement = await DecideAsync(engine, model, plan, cancellationToken);
        _latest[model.Id] = placement;
        if (options.Value.EnableGpu)
            LogPlaced(model.Id, placement.Reason);
        return placement;
    }

    private async Task<GpuPlacement> DecideAsync(Hello engine, ModelDefinition model, LoadPlan plan, CancellationToken cancellationToken)
    {
        if (!options.Value.EnableGpu)
            return GpuPlacement.Processor("On the processor: ENABLE_GPU is off.");
        if (engine.Gpus.Count == 0)
            return GpuPlacement.Processor($"On the processor: the engine has no GPU to compute on, only {string.Join(", ", engine.Devices)}.");
        if (model.Shape is not { } shape)
            return GpuPlacement.LeftToEngine("The engine decides: the model's shape is not known.");
        return GpuPlacer.Place(
            shape, plan with { GpuLayers = -1 }, footprints.Predict(shape, plan), UsableGpus.Match(engine.Gpus, await gpus.LookAsync(cancellationToken)));
    }

    [LoggerMessage(LogLevel.Information, "{Model}: {Placement}")]
    private partial void LogPlaced(string model, string placement);
}
