using Microsoft.Extensions.Options;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Events;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Prefixes;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Runners;

/// <summary>Loads a model into a runner of its own.</summary>
internal sealed class RunnerModelLoader(
    SpareRunnerPool pool, IFootprints footprints, GpuPlanner gpus, PrefixFolders prefixes, IEventLog events, IOptions<MultiLLMOptions> options, TimeProvider time)
{
    /// <inheritdoc cref="IModelLoader.LoadAsync"/>
    public async Task<ILoadedModel> LoadAsync(ModelDefinition model, LoadPlan plan, Action<double> progress, CancellationToken cancellationToken)
    {
        try
        {
            var runner = await pool.TakeAsync(cancellationToken);
            try
            {
                var heartbeat = new RunnerHeartbeat(runner, options.Value.RunnerHangTimeout, time);
                var loaded = await LoadAsync(runner, model, plan, progress, cancellationToken);
                if (loaded.Memory is { } measured)
                    footprints.Learn(model, plan, measured);
                return new RunnerModel(runner, heartbeat, model, loaded, new StreamLimits(options.Value.FirstOutputTimeout, options.Value.StreamIdleTimeout), time)
                {
                    // Pages are touched, and the vocabulary's pieces made, when they are first used: only the end shows the most it ever took.
                    OnStopping = () => footprints.Learn(model, plan, new MemoryUse { PeakBytes = (ulong)runner.PeakMemoryBytes }),
                };
            }
            catch
            {
                await runner.DisposeAsync();
                throw;
            }
        }
        finally
        {
            pool.LoadEnded();
        }
    }

    private async Task<ModelLoaded> LoadAsync(
        RunnerProcess runner, ModelDefinition model, LoadPlan plan, Action<double> progress, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var told = new LoadProgressEvents(events, model.Id, time);
        var placement = await gpus.PlaceAsync(runner.Hello, model, plan, cancellationToken);
        using var request = runner.Connection.Send(new ToRunner
        {
            Load = new LoadModel
            {
                Path = model.Path,
                Embedding = plan.Embedding,
                ContextLength = (uint)plan.ContextLength,
                Slots = (uint)plan.Slots,
                KvCells = (uint)plan.KvCells,
                BatchSize = (uint)plan.BatchSize,
                KvType = KvTypeOf(plan.KvType),
                Threads = (uint)settings.Threads,
                GpuLayers = placement.ByEngine ? -1 : placement.Layers,
                GpuParts = { placement.Shares.Select(share => new GpuPart { Name = share.Gpu.EngineName, Layers = (uint)share.Layers }) },
                ChatTemplate = model.ChatTemplate ?? "",
                FallbackTemplate = model.FallbackTemplate ?? "",
                SavedPrefixes = prefixes.For(model),
            },
        });
        using var watch = new RequestWatch(request, time, settings.LoadTimeout, $"Loading {model.Id} made no progress", cancellationToken);
        while (true)
        {
            var reply = await request.NextAsync();
            switch (reply.BodyCase)
            {
                case FromRunner.BodyOneofCase.LoadProgress:
                    progress(reply.LoadProgress.Fraction);
                    told.Report(reply.LoadProgress.Fraction);
                    break;
                case FromRunner.BodyOneofCase.Loaded:
                    return reply.Loaded;
                case FromRunner.BodyOneofCase.Failure:
                    throw new MultiLLMException(Named(reply.Failure.ToError(), model));
                default:
                    throw new InvalidOperationException($"The runner answered a load with {reply.BodyCase}.");
            }
        }
    }

    private static KvType KvTypeOf(KvCacheType type) => type switch
    {
        KvCacheType.F16 => KvType.F16,
        KvCacheType.Bf16 => KvType.Bf16,
        KvCacheType.Q8_0 => KvType.Q80,
        KvCacheType.Q4_0 => KvType.Q40,
        _ => KvType.Auto,
    };

    private static Error Named(Error error, ModelDefinition model) => error with
    {
        Code = error.Code is ErrorCode.InsufficientMemory ? error.Code : ErrorCode.ModelLoadFailed,
        Message = $"{model.Id} could not be loaded: {error.Message}",
    };
}
