using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MultiLLM.Core.Backends.Remote;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Backends.Balancing;

/// <summary>Looks after servers that no request looks after: those that are passed over, and those that nobody asked for long. Never many at once.</summary>
internal sealed partial class ProbeService(RemoteModels models, RemoteProbe probe, IModelCatalog catalog, TimeProvider time, ILogger<ProbeService> log) : BackgroundService
{
    private const int AtOnce = 8;

    /// <summary>Gateways that were started together must not look together.</summary>
    private const double Jitter = 0.25;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IdleFor = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Pace * (1 + (Jitter * ((2 * Random.Shared.NextDouble()) - 1))), time, stoppingToken);
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the service stops
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        models.Follow(catalog.Current);
        var due = models.Pools.SelectMany(pool => pool.BeginProbes(IdleFor).Select(server => (Pool: pool, Server: server))).ToList();
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (one, token) =>
        {
            var outcome = ServerOutcome.None;
            try
            {
                outcome = await probe.LookAsync(one.Server, token);
            }
            catch (Exception bug) when (bug is not OperationCanceledException)
            {
                LogBug(bug, one.Server.Name);
                outcome = new ServerOutcome(ServerVerdict.Failed, "The look at it failed.");
            }
            finally
            {
                one.Pool.Probed(one.Server, outcome);
            }
        });
    }

    [LoggerMessage(LogLevel.Error, "A look at the server \"{Server}\" failed")]
    private partial void LogBug(Exception bug, string server);
}
