using Microsoft.Extensions.Options;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Acquisition.Transfer;

/// <summary>
/// Where files lie while they are fetched: <c>MULTILLM_HOME/downloads/ID</c>, outside every folder that is searched for models.
/// Methods throw like any file.
/// </summary>
internal sealed class DownloadFolders(IOptions<MultiLLMOptions> options)
{
    private const string LockSuffix = ".lock";
    private const int WouldBlock = 11;      // EAGAIN on Linux
    private const int MacWouldBlock = 35;   // EAGAIN on macOS
    private const int SharingViolation = unchecked((int)0x80070020);
    private const string PartialSuffix = ".part";
    private const string JournalSuffix = PartialSuffix + ".journal";

    public string Root { get; } = Path.Combine(options.Value.Home, "downloads");

    public string FolderOf(string id) => Path.Combine(Root, id);

    public string PartialOf(string id, string fileName) => Path.Combine(FolderOf(id), fileName + PartialSuffix);

    /// <summary>Held while a download runs, so that another process on the same home does not write the same files.</summary>
    public Result<FileStream> Lock(string id)
    {
        try
        {
            Directory.CreateDirectory(Root);
            return new FileStream(FolderOf(id) + LockSuffix, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException error) when (error.HResult is WouldBlock or MacWouldBlock or SharingViolation)
        {
            return new Error(ErrorCode.ModelBusy, $"Another process is fetching \"{id}\" into {Root}.", "model");
        }
    }

    /// <summary>False: there was nothing. The lock is held.</summary>
    public bool Discard(string id)
    {
        if (!Directory.Exists(FolderOf(id)))
            return false;
        Directory.Delete(FolderOf(id), recursive: true);
        return true;
    }

    /// <summary>Deletes what a killed process left and nobody can go on with: folders without a journal that no other process works in.</summary>
    public void Tidy()
    {
        if (!Directory.Exists(Root))
            return;
        foreach (var folder in Directory.EnumerateDirectories(Root).Where(folder => !Directory.EnumerateFiles(folder, "*" + JournalSuffix).Any()))
        {
            var held = Lock(Path.GetFileName(folder));
            if (!held.IsSuccess)
                continue;
            using (held.Value)
                Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What stopped downloads left, by their journals.</summary>
    public IReadOnlyList<DownloadStatus> Stopped()
    {
        if (!Directory.Exists(Root))
            return [];
        return [.. Directory.EnumerateDirectories(Root).Select(Describe).OfType<DownloadStatus>()];
    }

    private static DownloadStatus? Describe(string folder)
    {
        var journals = Directory.EnumerateFiles(folder, "*" + JournalSuffix).Order(StringComparer.Ordinal)
            .Select(TransferJournal.Load).OfType<TransferJournal>().ToArray();
        return journals.Length == 0 ? null : new DownloadStatus
        {
            Id = Path.GetFileName(folder),
            Source = journals[0].Source,
            State = DownloadState.Stopped,
            BytesDone = journals.Sum(journal => journal.BytesDone),
            BytesTotal = journals[0].TotalBytes,
        };
    }
}
