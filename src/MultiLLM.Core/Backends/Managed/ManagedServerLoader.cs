using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Backends.Managed;

/// <summary>Loads a model by starting the program that serves it.</summary>
internal sealed partial class ManagedServerLoader(
    Readiness readiness, IRemoteClients clients, IFootprints footprints, IOptions<MultiLLMOptions> options, TimeProvider time, ILogger<ManagedServerLoader> log)
{
    /// <summary>Somebody may take the port between our choice and the server's start.</summary>
    private const int MaxStarts = 3;

    /// <inheritdoc cref="IModelLoader.LoadAsync"/>
    public async Task<ILoadedModel> LoadAsync(ModelDefinition model, ManagedServer server, LoadPlan plan, CancellationToken cancellationToken)
    {
        for (var start = 1; ; start++)
        {
            var command = ServerCommand.Of(server, model, plan, server.Port > 0 ? server.Port : ListeningPort.Free());
            var started = time.GetTimestamp();
            if (server.Port > 0 && ListeningPort.IsTaken(server.Port))
                throw Failed(model, $"its port {server.Port} is taken by another program");
            var process = ServerProcess.Start(options.Value.RunnerPath, command, server.WorkingDirectory ?? options.Value.Home, server.StopTimeout, time);
            try
            {
                var problem = await ReadyAsync(process, server, command, cancellationToken);
                if (problem is null)
                {
                    LogReady(model.Id, process.ProgramId, command.Port, time.GetElapsedTime(started).TotalSeconds);
                    return Loaded(model, server, plan, command, process, time.GetElapsedTime(started));
                }
                await process.StopAsync(new Error(ErrorCode.Cancelled, $"{model.Id} could not be loaded."));
                if (server.Port == 0 && start < MaxStarts && ListeningPort.IsTaken(command.Port))
                    continue;
                throw Failed(model, problem.Message, problem.Code);
            }
            catch
            {
                await process.StopAsync(new Error(ErrorCode.Cancelled, $"Loading {model.Id} was given up."));
                throw;
            }
        }
    }

    private static MultiLLMException Failed(ModelDefinition model, string what, ErrorCode code = ErrorCode.ModelLoadFailed) =>
        new(new Error(code, $"{model.Id} could not be loaded: {what.TrimEnd('.')}."));

    private static Uri At(int port, string path) => new($"http://127.0.0.1:{port}{path}");

    /// <summary>Null: it is ready, and it is the one that answers.</summary>
    private async Task<Error?> ReadyAsync(ServerProcess process, ManagedServer server, ServerCommand command, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = readiness.WaitAsync(At(command.Port, server.HealthPath), server.ReadyTimeout, over.Token);
        if (await Task.WhenAny(waiting, process.Ended) == process.Ended)
        {
            await over.CancelAsync();
            await ((Task)waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return await process.Ended;
        }
        var problem = await waiting;
        problem ??= ListeningPort.Problem(command.Port, ProcessTree.Of(process.SupervisorId));
        if (problem is null)
            return null;
        var last = process.LastWords;
        return new Error(ErrorCode.ModelLoadFailed, $"its server {problem}.{(last.Length > 0 ? $" Its last words: {last}" : "")}");
    }

    private ManagedModel Loaded(ModelDefinition model, ManagedServer server, LoadPlan plan, ServerCommand command, ServerProcess process, TimeSpan loadTime)
    {
        var memory = process.Measure();
        if (memory is not null)
            footprints.Learn(model, plan, new MemoryUse(memory) { PeakBytes = memory.RssBytes });
        var loaded = new ModelLoaded
        {
            Description = Path.GetFileName(server.Command[0]),
            ContextLength = (uint)plan.ContextLength,
            Slots = (uint)plan.Slots,
            Memory = memory,
            LoadSeconds = loadTime.TotalSeconds,
        };
        var endpoint = new RemoteEndpoint
        {
            Name = model.Id,
            BaseUrl = At(command.Port, server.BasePath),
            Model = server.Model,
            ApiKey = () => command.ApiKey,
            FirstOutputTimeout = options.Value.FirstOutputTimeout,
            IdleTimeout = options.Value.StreamIdleTimeout,
        };
        var hang = new HangCheck(readiness, process, At(command.Port, server.HealthPath), options.Value.RunnerHangTimeout);
        return new ManagedModel(process, loaded, clients.Chat(endpoint, model), clients.Embeddings(endpoint, model), hang, time)
        {
            OnStopping = peak => footprints.Learn(model, plan, new MemoryUse { PeakBytes = (ulong)peak }),
        };
    }

    [LoggerMessage(LogLevel.Information, "The server of {Model} is ready: process {ProcessId}, port {Port}, after {Seconds:0.0} s")]
    private partial void LogReady(string model, int processId, int port, double seconds);
}
