using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Catalog.Documents;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Events;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Catalog;

internal sealed partial class ModelCatalog : IModelCatalog, IDisposable
{
    private static readonly TimeSpan UnknownIdRescan = TimeSpan.FromSeconds(1);

    private readonly ModelFiles _files;
    private readonly UserCatalogs _catalogs;
    private readonly IEventLog _events;
    private readonly TimeProvider _time;
    private readonly ILogger<ModelCatalog> _log;
    private readonly SemaphoreSlim _scanning = new(1);
    private readonly HashSet<CatalogProblem> _reported = [];
    private volatile CatalogSnapshot _current = CatalogSnapshot.Empty;
    private long _scannedAt;

    public ModelCatalog(IOptions<MultiLLMOptions> options, IEventLog events, TimeProvider time, ILogger<ModelCatalog> log)
    {
        List<string> folders = [.. options.Value.ModelFolders];
        if (!string.IsNullOrEmpty(options.Value.StarterFolder))
            folders.Add(options.Value.StarterFolder);
        _files = new ModelFiles(folders);
        _catalogs = new UserCatalogs(options.Value.CatalogFolder);
        _events = events;
        _time = time;
        _log = log;
        _scannedAt = long.MinValue;
    }

    public CatalogSnapshot Current => _current;

    public async ValueTask<CatalogSnapshot> RefreshAsync(CancellationToken cancellationToken)
    {
        await _scanning.WaitAsync(cancellationToken);
        try
        {
            var found = await Task.Run(Scan, cancellationToken);
            Volatile.Write(ref _scannedAt, _time.GetTimestamp());
            foreach (var problem in found.Problems)
            {
                if (_reported.Add(problem))
                    Tell(problem.Line is { } line ? $"{problem.Path}:{line}" : problem.Path, problem.Reason);
            }
            _reported.IntersectWith(found.Problems); // one that was mended and comes back is told again
            if (!found.Models.Select(model => model.Id).SequenceEqual(_current.Models.Select(model => model.Id)))
                LogModels(found.Models.Count, found.Entries.Count);
            return _current = found;
        }
        finally
        {
            _scanning.Release();
        }
    }

    public async ValueTask<Result<ModelDefinition>> FindAsync(string idOrAlias, CancellationToken cancellationToken)
    {
        if (_current.Find(idOrAlias) is { } known)
            return known;
        var scannedAt = Volatile.Read(ref _scannedAt);
        if (scannedAt == long.MinValue || _time.GetElapsedTime(scannedAt) >= UnknownIdRescan)
        {
            if ((await RefreshAsync(cancellationToken)).Find(idOrAlias) is { } found)
                return found;
        }
        return CloseMatches.NotFound(idOrAlias, _current);
    }

    public void Dispose() => _scanning.Dispose();

    private void Tell(string where, string reason)
    {
        LogProblem(where, reason);
        _events.Publish(new SystemEvent { Kind = EventKinds.CatalogProblem, Message = $"{where}: {reason}" });
    }

    private CatalogSnapshot Scan()
    {
        var (known, problems) = _catalogs.Scan();
        return InstalledModels.Join(_files.Scan(), known, problems);
    }

    [LoggerMessage(LogLevel.Information, "{Count} models installed, {Known} known")]
    private partial void LogModels(int count, int known);

    [LoggerMessage(LogLevel.Warning, "{Path}: {Reason}")]
    private partial void LogProblem(string path, string reason);
}
