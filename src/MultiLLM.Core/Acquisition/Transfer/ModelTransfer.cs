using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Acquisition.Hub;
using MultiLLM.Core.Acquisition.Store;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Acquisition.Transfer;

/// <summary>One model from the hub into the store: ask, make sure it fits, fetch, verify, install.</summary>
internal sealed partial class ModelTransfer(
    HubClient hub, ModelStore store, DownloadFolders folders, HeadRoom headRoom, RetryPolicy retry, IOptions<PullOptions> options, TimeProvider time,
    ILogger<ModelTransfer> log) : IModelTransfer
{
    private const int DescribeAttempts = 3;

    public async Task<Result<PullOutcome>> RunAsync(PullPlan plan, TransferMeter meter, CancellationToken cancellationToken)
    {
        try
        {
            if (await store.FindPulledAsync(plan, plan.Source.Files.Select(file => file.Sha256), cancellationToken) is { } known)
                return known;
            var remote = await DescribeAsync(plan, meter, cancellationToken);
            if (!remote.IsSuccess)
                return remote.Error;
            if (await store.FindPulledAsync(plan, remote.Value.Select(file => file.Sha256), cancellationToken) is { } present)
                return present;
            var held = folders.Lock(plan.Id);
            if (!held.IsSuccess)
                return held.Error;
            await using (held.Value)
                return await FetchAsync(plan, remote.Value, meter, cancellationToken);
        }
        catch (Exception failure) when (DiskErrors.Of(failure) is { } error)
        {
            return error;
        }
    }

    public bool Discard(string id)
    {
        try
        {
            var held = folders.Lock(id);
            if (!held.IsSuccess)
            {
                LogDiscardFailed(id, held.Error.Message);
                return false;
            }
            using (held.Value)
                return folders.Discard(id);
        }
        catch (Exception failure) when (DiskErrors.Of(failure) is { } error)
        {
            LogDiscardFailed(id, error.Message);
            return false;
        }
    }

    public IReadOnlyList<DownloadStatus> Stopped()
    {
        try
        {
            return folders.Stopped();
        }
        catch (Exception failure) when (DiskErrors.Of(failure) is not null)
        {
            return []; // a folder vanished meanwhile, or is not ours to read
        }
    }

    private async Task<Result<IReadOnlyList<RemoteFile>>> DescribeAsync(PullPlan plan, TransferMeter meter, CancellationToken cancellationToken)
    {
        meter.Enter(DownloadState.Resolving);
        var described = new List<RemoteFile>();
        foreach (var file in plan.Source.Files)
        {
            var remote = await DescribeAsync(RemoteName.Of(plan.Source, file), meter, cancellationToken);
            if (!remote.IsSuccess)
                return remote.Error;
            if (Contradiction(file, remote.Value) is { } error)
                return error;
            described.Add(remote.Value with { Sha256 = file.Sha256 ?? remote.Value.Sha256 });
        }
        return described;
    }

    private async Task<Result<RemoteFile>> DescribeAsync(RemoteName name, TransferMeter meter, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            using var limit = new CancellationTokenSource(options.Value.StallTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            Result<RemoteFile> described;
            try
            {
                described = await hub.DescribeAsync(name, either.Token);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                described = new Error(ErrorCode.HubUnreachable, $"The hub did not answer within {options.Value.StallTimeout.TotalSeconds:0.#} s.");
            }
            if (described.IsSuccess || retry.WaitAfter(failures, described.Error, DescribeAttempts) is not { } wait)
                return described;
            meter.Problem = $"{described.Error.Message} Trying again in {Math.Ceiling(wait.TotalSeconds):0} s.";
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    // What the catalog was made for must be what the hub has now; fetching gigabytes first would not make it so.
    private static Error? Contradiction(SourceFile expected, RemoteFile remote) =>
        expected.Sha256 is { } digest && remote.Sha256 is { } offered && !digest.Equals(offered, StringComparison.OrdinalIgnoreCase)
            ? new Error(ErrorCode.DigestMismatch, $"{expected.Path} at the hub has SHA-256 {offered}; the catalog expects {digest}.")
        : expected.SizeBytes is { } size && size != remote.SizeBytes
            ? new Error(ErrorCode.DigestMismatch, $"{expected.Path} at the hub has {remote.SizeBytes} bytes; the catalog expects {size}.")
        : null;

    private async Task<Result<PullOutcome>> FetchAsync(
        PullPlan plan, IReadOnlyList<RemoteFile> remote, TransferMeter meter, CancellationToken cancellationToken)
    {
        var partials = new List<PartialFile>();
        try
        {
            Open(plan, remote, partials);
            if (Begin(plan, partials, meter) is { } tooLittle)
                return tooLittle;
            foreach (var (file, partial) in remote.Zip(partials))
            {
                meter.Enter(DownloadState.Downloading, file.Name.Path);
                if (await new FileTransfer(file, partial, meter, hub, retry, options.Value, time).RunAsync(cancellationToken) is { } error)
                    return error.Code == ErrorCode.DiskFull ? Room(plan, partials) ?? error : error; // with the numbers
            }
            var staged = await VerifyAsync(plan, remote, partials, meter, cancellationToken);
            if (!staged.IsSuccess)
                return staged.Error;
            meter.Enter(DownloadState.Installing);
            partials.ForEach(partial => partial.Dispose());
            var installed = await store.InstallAsync(plan, staged.Value, remote[0].Commit, cancellationToken);
            if (installed.IsSuccess)
                folders.Discard(plan.Id);
            return installed;
        }
        finally
        {
            partials.ForEach(partial => partial.Dispose());
        }
    }

    private void Open(PullPlan plan, IReadOnlyList<RemoteFile> remote, List<PartialFile> partials)
    {
        Directory.CreateDirectory(folders.FolderOf(plan.Id));
        var total = remote.Sum(file => file.SizeBytes);
        foreach (var (file, name) in remote.Zip(plan.FileNames))
            partials.Add(PartialFile.Open(folders.PartialOf(plan.Id, name), Identity(plan, file, total)));
    }

    private Error? Begin(PullPlan plan, List<PartialFile> partials, TransferMeter meter)
    {
        var (total, resumed) = (partials.Sum(partial => partial.Size), partials.Sum(partial => partial.Resumed));
        meter.Begin(total, resumed);
        if (resumed > 0)
            LogResuming(plan.Id, resumed, total);
        return Room(plan, partials);
    }

    private Error? Room(PullPlan plan, List<PartialFile> partials) => headRoom.Check(
        plan.SourceText, folders.FolderOf(plan.Id), partials.Sum(partial => partial.Size - partial.Done), store.Folder, partials.Sum(partial => partial.Size));

    // What turns out to be wrong is deleted, or the next attempt would go on with it.
    private static async Task<Result<IReadOnlyList<StagedFile>>> VerifyAsync(
        PullPlan plan, IReadOnlyList<RemoteFile> remote, List<PartialFile> partials, TransferMeter meter, CancellationToken cancellationToken)
    {
        var staged = new List<StagedFile>();
        foreach (var (file, partial, name) in remote.Zip(partials, plan.FileNames))
        {
            meter.Enter(DownloadState.Verifying, file.Name.Path);
            var digest = await FileDigest.Sha256Async(partial.Path, cancellationToken);
            if (file.Sha256 is { } expected && !digest.Equals(expected, StringComparison.OrdinalIgnoreCase))
            {
                partial.Delete();
                return new Error(ErrorCode.DigestMismatch, $"{file.Name.Path} arrived with SHA-256 {digest} instead of {expected}; it was thrown away.");
            }
            staged.Add(new StagedFile(partial.Path, name, digest));
        }
        if (ModelFileCheck.Check([.. staged.Select(file => (file.Path, file.Name))]) is { } unusable)
        {
            partials.ForEach(partial => partial.Delete());
            return unusable;
        }
        return staged;
    }

    private static TransferJournal Identity(PullPlan plan, RemoteFile file, long total) => new()
    {
        Source = plan.SourceText,
        TotalBytes = total,
        Repository = file.Name.Repository,
        Path = file.Name.Path,
        SizeBytes = file.SizeBytes,
        Etag = file.Etag,
        Sha256 = file.Sha256,
        Done = [],
    };

    [LoggerMessage(LogLevel.Information, "{Model}: {Bytes} of {Total} bytes are here from an earlier attempt")]
    private partial void LogResuming(string model, long bytes, long total);

    [LoggerMessage(LogLevel.Warning, "What was fetched of {Model} cannot be deleted: {Reason}")]
    private partial void LogDiscardFailed(string model, string reason);
}
