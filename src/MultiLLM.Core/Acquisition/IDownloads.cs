using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Acquisition;

/// <summary>Fetches models from the hub. One owner decides; callers of the same model join one download.</summary>
public interface IDownloads
{
    /// <summary>Those under way, how they stood a moment ago, and those that were stopped and can go on.</summary>
    ValueTask<IReadOnlyList<DownloadStatus>> ListAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Starts a download or joins the one under way. The watch must be disposed: when the last one is gone before the end, the download stops,
    /// and what was fetched stays for the next time. The error: what is asked for cannot be fetched at all.
    /// </summary>
    ValueTask<Result<IDownloadWatch>> PullAsync(PullOrder order, CancellationToken cancellationToken);

    /// <summary>
    /// Stops a download for all its watchers and waits until it has stopped. <see cref="ErrorCode.PullNotFound"/>: there is none.
    /// </summary>
    /// <param name="id">The model's id.</param>
    /// <param name="discard">Delete what was fetched, also that of a download that had stopped before.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<Result<bool>> CancelAsync(string id, bool discard, CancellationToken cancellationToken);
}

/// <param name="Model">Id or alias of the catalog, or "hf:owner/repository/file.gguf", optionally with "@revision".</param>
/// <param name="Id">The model's id here; null: the catalog's, or what follows from the file's name.</param>
/// <param name="Revision">Null: the catalog's, else "main".</param>
public sealed record PullOrder(string Model, string? Id = null, string? Revision = null);

/// <summary>One caller's view of a download.</summary>
public interface IDownloadWatch : IAsyncDisposable
{
    /// <summary>The latest status each time, at least every few seconds, until the download has ended.</summary>
    IAsyncEnumerable<DownloadStatus> ProgressAsync(CancellationToken cancellationToken);

    /// <summary>How it ended.</summary>
    Task<Result<PullOutcome>> Outcome { get; }
}

/// <param name="Model">As the catalog has it now.</param>
/// <param name="Changed">False: it was here already.</param>
public sealed record PullOutcome(ModelDefinition Model, bool Changed);

public enum DownloadState
{
    Queued,

    /// <summary>Asking the hub.</summary>
    Resolving,
    Downloading,
    Verifying,
    Installing,
    Stopping,

    /// <summary>What was fetched lies on disk, and the next pull goes on from there.</summary>
    Stopped,
}

/// <summary>How one download stands.</summary>
public sealed record DownloadStatus
{
    public required string Id { get; init; }

    /// <summary>"hf:owner/repository/file.gguf@revision"</summary>
    public required string Source { get; init; }
    public required DownloadState State { get; init; }
    public string? File { get; init; }
    public long BytesDone { get; init; }
    public long? BytesTotal { get; init; }
    public long BytesResumed { get; init; }
    public double? BytesPerSecond { get; init; }
    public TimeSpan? TimeLeft { get; init; }

    /// <summary>Why it waits or tries again.</summary>
    public string? Problem { get; init; }
}
