using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Catalog;

/// <summary>Finds GGUF files in folders and describes each; a file that did not change since the last look is not opened again.</summary>
internal sealed class ModelFiles(IReadOnlyList<string> folders)
{
    private static readonly EnumerationOptions Search = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 2,
        IgnoreInaccessible = true,
        MatchCasing = MatchCasing.CaseInsensitive,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
    };

    private Dictionary<string, Entry> _known = new(StringComparer.Ordinal);

    public CatalogSnapshot Scan()
    {
        var seen = new Dictionary<string, Entry>(StringComparer.Ordinal);
        var problems = new List<CatalogProblem>();
        var models = new SortedDictionary<string, ModelDefinition>(StringComparer.Ordinal);
        foreach (var path in folders.SelectMany(folder => Files(folder, problems)))
        {
            if (seen.ContainsKey(path))
                continue;
            var stamp = Stamp.Of(path);
            var entry = _known.TryGetValue(path, out var known) && known.Stamp == stamp ? known : Open(path, stamp);
            seen.Add(path, entry);
            problems.AddRange(entry.Problems);
            if (entry.Model is { } model)
            {
                var id = Free(models, model.Id);
                models.Add(id, id == model.Id ? model : model with { Id = id });
            }
        }
        _known = seen;
        return new CatalogSnapshot([.. models.Values], problems);
    }

    private static IReadOnlyList<string> Files(string folder, List<CatalogProblem> problems)
    {
        try
        {
            return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.gguf", Search).Order(StringComparer.Ordinal)] : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add(new CatalogProblem(folder, $"The folder cannot be read: {error.Message}"));
            return [];
        }
    }

    private static string Free(SortedDictionary<string, ModelDefinition> models, string id)
    {
        var free = id;
        for (var n = 2; models.ContainsKey(free) || free == "auto"; n++)
            free = $"{id}-{n}";
        return free;
    }

    private static Entry Open(string path, Stamp stamp)
    {
        var header = GgufHeader.Read(path);
        if (!header.IsSuccess)
            return new Entry(stamp, null, [new CatalogProblem(path, header.Error.Message)]);
        if (GgufModel.IsContinuation(header.Value) && GgufModel.FilesOf(path) is { Count: > 1 } parts && File.Exists(parts[0]))
            return new Entry(stamp, null, []);
        var gguf = GgufModel.Read(path, header.Value);
        if (!gguf.IsSuccess)
            return new Entry(stamp, null, [new CatalogProblem(path, gguf.Error.Message)]);

        var problems = new List<CatalogProblem>();
        ModelSidecar? sidecar = null;
        if (File.Exists(SidecarPath(path)))
        {
            var read = ModelSidecar.Read(SidecarPath(path));
            sidecar = read.Value;
            if (!read.IsSuccess)
                problems.Add(new CatalogProblem(SidecarPath(path), read.Error.Message));
        }
        var model = ModelDescriber.Describe(path, gguf.Value, sidecar);
        if (!model.IsSuccess)
            problems.Add(new CatalogProblem(path, model.Error.Message));
        return new Entry(stamp, model.Value, problems);
    }

    private static string SidecarPath(string path) => path + ".json";

    private sealed record Entry(Stamp Stamp, ModelDefinition? Model, IReadOnlyList<CatalogProblem> Problems);

    /// <summary>Sizes and times of the model's files; a part that comes later changes it.</summary>
    private readonly record struct Stamp(long Size, DateTime Written, DateTime SidecarWritten, long SidecarSize)
    {
        public static Stamp Of(string path)
        {
            var (size, written) = (0L, DateTime.MinValue);
            foreach (var part in Together(path))
            {
                var file = new FileInfo(part);
                if (file.Exists && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
                    file = target;
                if (!file.Exists)
                    continue;
                size += file.Length;
                written = file.LastWriteTimeUtc > written ? file.LastWriteTimeUtc : written;
            }
            var sidecar = new FileInfo(SidecarPath(path));
            return new Stamp(size, written, sidecar.LastWriteTimeUtc, sidecar.Exists ? sidecar.Length : -1);
        }

        // A model's first part is looked at with all others, another part with the first.
        private static IEnumerable<string> Together(string path)
        {
            var parts = GgufModel.FilesOf(path);
            return parts[0] == path ? parts : [path, parts[0]];
        }
    }
}
