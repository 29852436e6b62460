using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Prefixes;

/// <summary>
/// Keeps all models' saved states together within their bounds; each runner sees to its own only. A runner notices that a file is gone when it
/// wants to read it.
/// </summary>
internal sealed partial class PrefixSweeper(
    PrefixFolders folders, IOptions<MultiLLMOptions> options, TimeProvider time, ILogger<PrefixSweeper> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly PrefixRules _rules = new(options.Value.SavedPrefixBytes, options.Value.SavedPrefixMaxAge);
    private string? _lastTrouble;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            Sweep();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public void Sweep()
    {
        try
        {
            foreach (var victim in PrefixSweep.Victims(Files(), _rules, time.GetUtcNow()))
                File.Delete(victim.Path);
            _lastTrouble = null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (_lastTrouble != error.Message)
                LogTrouble(folders.Root, error.Message);
            _lastTrouble = error.Message;
        }
    }

    private IEnumerable<PrefixFile> Files()
    {
        var root = new DirectoryInfo(folders.Root);
        if (!root.Exists)
            return [];
        return root.EnumerateDirectories()
            .SelectMany(folder => folder.EnumerateFiles())
            .Where(file => file.Name.Contains(".kv", StringComparison.Ordinal) && file.Exists)
            .Select(file => new PrefixFile(
                file.FullName, file.Length, new DateTimeOffset(file.LastWriteTimeUtc), file.Name.EndsWith(".kv", StringComparison.Ordinal)));
    }

    [LoggerMessage(LogLevel.Warning, "Saved states in {Folder} cannot be kept within their bounds: {Reason}")]
    private partial void LogTrouble(string folder, string reason);
}
