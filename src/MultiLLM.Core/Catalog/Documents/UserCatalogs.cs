namespace MultiLLM.Core.Catalog.Documents;

/// <summary>
/// The built-in models with the files of <c>catalog.d</c> on top, in the order of their names. A file that is bad is reported, and what it last
/// said stays in force. One caller at a time.
/// </summary>
internal sealed class UserCatalogs(string folder)
{
    private readonly Lazy<KnownModels> _builtIn = new(BuiltInCatalog.Load);
    private SortedDictionary<string, UserFile> _files = new(StringComparer.Ordinal);
    private (KnownModels Known, IReadOnlyList<CatalogProblem> Problems)? _last;
    private IReadOnlyList<CatalogProblem> _folderProblems = [];

    /// <summary>Reads what changed since the last look.</summary>
    public (KnownModels Known, IReadOnlyList<CatalogProblem> Problems) Scan()
    {
        var paths = Paths();
        var files = new SortedDictionary<string, UserFile>(StringComparer.Ordinal);
        var changed = _last is null || paths.Count != _files.Count;
        foreach (var path in paths)
        {
            var stamp = Stamp.Of(path);
            var known = _files.GetValueOrDefault(path);
            changed |= known?.Stamp != stamp;
            files[path] = known?.Stamp == stamp ? known : new UserFile(stamp, DocumentReader.ReadFile(path), known?.Good);
        }
        _files = files;
        if (changed)
        {
            var (known, problems) = Combine();
            _last = (_last is { } before ? known.Keeping(before.Known) : known, problems);
        }
        return (_last!.Value.Known, [.. _folderProblems, .. _last.Value.Problems]);
    }

    private (KnownModels, IReadOnlyList<CatalogProblem>) Combine()
    {
        var (known, problems) = (_builtIn.Value, new List<CatalogProblem>());
        foreach (var (path, file) in _files.ToList())
        {
            problems.AddRange(file.Read.Problems);
            if (file.Read.Document is { } document)
            {
                var (with, conflicts) = known.With(document);
                problems.AddRange(conflicts.Select(conflict => conflict.At(path, file.Read.Lines!)));
                if (with is not null)
                {
                    known = with;
                    _files[path] = file with { Good = document };
                    continue;
                }
            }
            if (file.Good is { } before && known.With(before) is ({ } still, _))
                known = still;
        }
        return (known, problems);
    }

    private IReadOnlyList<string> Paths()
    {
        try
        {
            _folderProblems = [];
            return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.json")] : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _folderProblems = [new CatalogProblem(folder, $"The folder cannot be read: {error.Message}")];
            return [.. _files.Keys];
        }
    }

    /// <param name="Stamp">Of the file when it was read.</param>
    /// <param name="Read">What it says now.</param>
    /// <param name="Good">What it last said that could be used; null: nothing yet.</param>
    private sealed record UserFile(Stamp Stamp, ReadDocument Read, CatalogDocument? Good);

    private readonly record struct Stamp(long Size, DateTime Written)
    {
        public static Stamp Of(string path)
        {
            var file = new FileInfo(path);
            return new Stamp(file.Exists ? file.Length : -1, file.LastWriteTimeUtc);
        }
    }
}
