using MultiLLM.Core.Acquisition.Transfer;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Acquisition.Store;

/// <summary>Checks what is to be imported: local, regular files that are a model.</summary>
internal sealed class ImportFiles(DownloadFolders staging, HeadRoom headRoom)
{
    public async Task<Result<PreparedImport>> PrepareAsync(ImportOrder order, StorePaths paths, CancellationToken cancellationToken)
    {
        if (Local(order.Path) is not { } path)
            return Wrong("path", "path must be an absolute path of a file on the service's machine.");
        if (order.Id is { } given && StoreNames.ProblemOfId(given) is { } badId)
            return Wrong("as", $"as {badId}.");
        if (IsBelow(path, paths.Folder) || IsBelow(path, staging.Root))
            return Wrong("path", $"{path} lies in the service's own folders.");
        var folder = Path.GetDirectoryName(path)!;
        var names = ShardNames.AllOf(Path.GetFileName(path));
        var sources = new List<string>();
        foreach (var name in names)
        {
            var source = Source(Path.Combine(folder, name), order.Mode);
            if (!source.IsSuccess)
                return source.Error;
            sources.Add(source.Value);
        }
        if (await Task.Run(() => ModelFileCheck.Check([.. sources.Zip(names)]), cancellationToken) is { } unusable)
            return unusable with { Param = "path" };

        var stored = order.Id is { } id ? ShardNames.Of(id, names.Count) : names;
        if (stored.Select(StoreNames.ProblemOfFile).FirstOrDefault(problem => problem is not null) is { } badName)
            return Wrong("path", $"The file's name {badName}; give it another id.");
        var modelId = order.Id ?? ModelDescriber.IdOf(stored[0]);
        if (StoreNames.ProblemOfId(modelId) is { } unusableId)
            return Wrong("as", $"The id \"{modelId}\" that follows from the file's name {unusableId}; give another.");
        var settings = Settings(StorePaths.SettingsOf(Path.Combine(folder, names[0])));
        if (settings.Error is { } unreadable)
            return unreadable;
        // The catalog's id would win over the one that was asked for.
        var kept = order.Id is null ? settings.Value : settings.Value is { } own ? own with { CatalogId = null } : null;
        return new PreparedImport(modelId, sources, stored, order.Mode, kept, staging, headRoom, paths.Folder);
    }

    // Null: relative, on another machine, or no path at all.
    private static string? Local(string path) =>
        path.Contains('\0', StringComparison.Ordinal) || !Path.IsPathFullyQualified(path)
        || path.StartsWith("//", StringComparison.Ordinal) || path.StartsWith(@"\\", StringComparison.Ordinal)
            ? null
            : Path.GetFullPath(path);

    private static bool IsBelow(string path, string folder) => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static Result<string> Source(string path, ImportMode mode)
    {
        var file = new FileInfo(path);
        if (Directory.Exists(path))
            return Wrong("path", $"{path} is a folder; name a GGUF file.");
        if (!file.Exists)
            return Wrong("path", $"There is no file {path} on the service's machine.");
        if (file.LinkTarget is not null)
        {
            if (mode == ImportMode.Move)
                return Wrong("mode", $"{path} is a link; it can be copied or linked, not moved.");
            if (file.ResolveLinkTarget(returnFinalTarget: true) is not FileInfo { Exists: true } target)
                return Wrong("path", $"{path} is a link that leads nowhere.");
            file = target;
        }
        // Devices and pipes have no length either; opening one could wait for ever.
        return file.Length > 0 ? file.FullName : Wrong("path", $"{path} is empty, or no regular file.");
    }

    private static (ModelSidecar? Value, Error? Error) Settings(string path)
    {
        if (!File.Exists(path))
            return (null, null);
        var read = ModelSidecar.Read(path);
        return read.IsSuccess ? (read.Value, null) : (null, Wrong("path", $"{path}: {read.Error.Message} Repair or remove it."));
    }

    private static Error Wrong(string field, string message) => new(ErrorCode.InvalidSource, message, field);
}
