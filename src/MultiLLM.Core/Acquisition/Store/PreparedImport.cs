using MultiLLM.Core.Acquisition.Transfer;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Acquisition.Store;

/// <summary>Checked files on their way into the store. Copies lie outside every model folder until they are complete and checked again.</summary>
internal sealed class PreparedImport(
    string id, IReadOnlyList<string> sources, IReadOnlyList<string> names, ImportMode mode, ModelSidecar? settings,
    DownloadFolders staging, HeadRoom headRoom, string store) : IDisposable
{
    private readonly string _folder = Path.Combine(staging.FolderOf(id), "import");
    private FileStream? _held;

    public string Id => id;
    public ModelSidecar? Settings => settings;

    /// <summary>Names they will have.</summary>
    public IReadOnlyList<PlacedFile> Files { get; } = [.. sources.Zip(names, (source, name) => new PlacedFile(source, name, mode == ImportMode.Link))];

    /// <summary>What is to be placed; after <see cref="StageAsync"/>.</summary>
    public IReadOnlyList<PlacedFile> Staged { get; private set; } = [];

    /// <summary>Null: done. Throws like any file.</summary>
    public async Task<Error?> StageAsync(CancellationToken cancellationToken)
    {
        if (mode != ImportMode.Copy)
        {
            Staged = Files;
            return null;
        }
        var bytes = sources.Sum(source => new FileInfo(source).Length);
        if (headRoom.Check("The copy", staging.Root, bytes, store, bytes) is { } tooLittle)
            return tooLittle;
        var held = staging.Lock(id);
        if (!held.IsSuccess)
            return held.Error;
        _held = held.Value;
        Directory.CreateDirectory(_folder);
        var copies = new List<PlacedFile>();
        foreach (var file in Files)
        {
            var copy = Path.Combine(_folder, file.Name + ".part");
            await CopyAsync(file.From, copy, cancellationToken);
            copies.Add(file with { From = copy });
        }
        Staged = copies;
        return ModelFileCheck.Check([.. copies.Select(file => (file.From, file.Name))]); // the original may have changed meanwhile
    }

    public void Dispose()
    {
        if (_held is null)
            return;
        Directory.Delete(_folder, recursive: true);
        if (!Directory.EnumerateFileSystemEntries(staging.FolderOf(id)).Any())
            Directory.Delete(staging.FolderOf(id));
        _held.Dispose();
    }

    private static async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1, FileOptions.SequentialScan);
        await using var target = new FileStream(to, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1);
        await source.CopyToAsync(target, 1 << 20, cancellationToken);
        target.Flush(flushToDisk: true);
    }
}
