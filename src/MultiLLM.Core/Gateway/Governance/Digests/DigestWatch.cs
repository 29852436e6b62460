using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Gateway.Governance.Digests;

/// <summary>Looks at the models' files every few seconds and reads those that are new or have changed, at a bounded pace.</summary>
internal sealed partial class DigestWatch(
    DigestBook digests, IModelCatalog catalog, IOptions<GovernanceOptions> options, TimeProvider time, ILogger<DigestWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private string? _lastTrouble;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await LookAsync(stoppingToken);
    }

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var path in catalog.Current.Models.Where(model => model.Backend is null).SelectMany(model => GgufModel.FilesOf(model.Path)))
        {
            try
            {
                await digests.LookAsync(path, options.Value.DigestBytesPerSecond, time, cancellationToken);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                if (_lastTrouble != error.Message)
                    LogTrouble(path, error.Message);
                _lastTrouble = error.Message;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The digest of {Path} is not known: {Reason}")]
    private partial void LogTrouble(string path, string reason);
}
