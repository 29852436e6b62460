using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Catalog;

/// <summary>
/// Reads the catalog again soon after one of its files changed. The system's notices are only a hint: they may be lost, or not be had at all, so
/// the folder is looked at every few seconds too, which also finds a folder that is made later.
/// </summary>
internal sealed partial class CatalogWatch(IModelCatalog catalog, IOptions<MultiLLMOptions> options, TimeProvider time, ILogger<CatalogWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan Rescan = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(300); // editors write a file in several steps

    private readonly Channel<bool> _notices = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private FileSystemWatcher? _watcher;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                Watch();
                if (await NoticeAsync(stoppingToken))
                    await Task.Delay(Settle, time, stoppingToken);
                _notices.Reader.TryRead(out _);
                await RefreshAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the service stops
        }
        finally
        {
            _watcher?.Dispose();
        }
    }

    // A folder that cannot be looked at just now must not stop the service.
    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await catalog.RefreshAsync(cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNotRead(error.Message);
        }
    }

    /// <summary>False: the time for a rescan has come.</summary>
    private async Task<bool> NoticeAsync(CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(Rescan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await _notices.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private void Watch()
    {
        var folder = options.Value.CatalogFolder;
        if (_watcher is not null && Directory.Exists(folder))
            return;
        _watcher?.Dispose();
        _watcher = null;
        if (!Directory.Exists(folder))
            return;
        try
        {
            var watcher = new FileSystemWatcher(folder, "*.json") { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
            watcher.Changed += (_, _) => _notices.Writer.TryWrite(true);
            watcher.Created += (_, _) => _notices.Writer.TryWrite(true);
            watcher.Deleted += (_, _) => _notices.Writer.TryWrite(true);
            watcher.Renamed += (_, _) => _notices.Writer.TryWrite(true);
            watcher.EnableRaisingEvents = true;
            _watcher = watcher;
            _notices.Writer.TryWrite(true); // what was written before the watch began
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            LogNoNotices(folder, error.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The catalog could not be read again: {Reason}")]
    private partial void LogNotRead(string reason);

    [LoggerMessage(LogLevel.Debug, "No notices of changes in {Folder}, it is looked at every few seconds: {Reason}")]
    private partial void LogNoNotices(string folder, string reason);
}
