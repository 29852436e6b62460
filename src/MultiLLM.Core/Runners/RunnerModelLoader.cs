using Microsoft.Extensions.Options;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Runners;

/// <summary>Loads a model into a runner of its own.</summary>
internal sealed class RunnerModelLoader(SpareRunnerPool pool, GpuPlanner gpus, IOptions<MultiLLMOptions> options, TimeProvider time) : IModelLoader
{
    public async Task<ILoadedModel> LoadAsync(ModelDefinition model, Action<double> progress, CancellationToken cancellationToken)
    {
        try
        {
            var runner = await pool.TakeAsync(cancellationToken);
            try
            {
                var loaded = await LoadAsync(runner, model, progress, cancellationToken);
                return new RunnerModel(runner, model, loaded, new StreamLimits(options.Value.FirstOutputTimeout, options.Value.StreamIdleTimeout), time);
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

    private async Task<ModelLoaded> LoadAsync(RunnerProcess runner, ModelDefinition model, Action<double> progress, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var placement = await gpus.PlaceAsync(runner.Hello, model, cancellationToken);
        using var request = runner.Connection.Send(new ToRunner
        {
            Load = new LoadModel
            {
                Path = model.Path,
                Embedding = model.Kind == ModelKind.Embedding,
                ContextLength = (uint)model.ContextLimit(settings.ContextLength),
                Slots = (uint)settings.Slots,
                KvCells = (uint)settings.KvCells,
                Threads = (uint)settings.Threads,
                GpuLayers = placement.ByEngine ? -1 : placement.Layers,
                GpuParts = { placement.Shares.Select(share => new GpuPart { Name = share.Gpu.EngineName, Layers = (uint)share.Layers }) },
                ChatTemplate = model.ChatTemplate ?? "",
                FallbackTemplate = model.FallbackTemplate ?? "",
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

    private static Error Named(Error error, ModelDefinition model) => error with
    {
        Code = error.Code is ErrorCode.InsufficientMemory ? error.Code : ErrorCode.ModelLoadFailed,
        Message = $"{model.Id} could not be loaded: {error.Message}",
    };
}
