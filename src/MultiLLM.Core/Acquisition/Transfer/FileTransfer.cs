using System.Buffers;
using System.Collections.Concurrent;
using MultiLLM.Core.Acquisition.Hub;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Acquisition.Transfer;

/// <summary>
/// Fetches what a partial file lacks: in parts over several connections, or in one stream from a server that ignores ranges. A part that
/// breaks off goes on where it stopped.
/// </summary>
internal sealed class FileTransfer(
    RemoteFile file, PartialFile partial, TransferMeter meter, HubClient hub, RetryPolicy retry, PullOptions options, TimeProvider time)
{
    private const int BufferBytes = 256 << 10;

    /// <summary>An attempt that brought this much was no failure in a row.</summary>
    private const long WorthwhileBytes = 64 << 10;

    private readonly ConcurrentQueue<ByteRange> _parts = new(partial.Missing(options.PartBytes));
    private readonly TaskCompletionSource _rangesKnown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _wholeOnly;
    private volatile Uri? _location;

    /// <summary>Null: every byte is there. Cancelled, it throws. Either way what was written is safe on disk afterwards.</summary>
    public async Task<Error?> RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var workers = Enumerable.Range(0, Math.Max(1, Math.Min(options.Connections, _parts.Count))).Select(i => WorkAsync(i == 0, stop)).ToArray();
        var checkpoints = CheckpointAsync(stop);
        Error? kept, last;
        Error?[] fetched;
        try
        {
            fetched = await Task.WhenAll(workers);
        }
        finally
        {
            // Whatever happened, all have stopped before the file is closed, and what came is kept.
            await stop.CancelAsync();
            kept = await checkpoints;
            last = partial.Checkpoint();
        }
        cancellationToken.ThrowIfCancellationRequested();
        return fetched.FirstOrDefault(failure => failure is not null) ?? kept ?? last;
    }

    // The first connection finds out whether the server honours ranges; until then the others wait. A worker that fails stops the others.
    private async Task<Error?> WorkAsync(bool first, CancellationTokenSource stop)
    {
        try
        {
            if (!first)
                await _rangesKnown.Task.WaitAsync(stop.Token);
            while (!_wholeOnly && _parts.TryDequeue(out var part))
            {
                if (await FetchAsync(part, stop.Token) is { } error)
                {
                    await stop.CancelAsync();
                    return error;
                }
            }
            return null;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null; // whoever cancelled knows why
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private async Task<Error?> FetchAsync(ByteRange part, CancellationToken cancellationToken)
    {
        for (var failures = 0; ;)
        {
            var before = partial.Done;
            var (position, error) = await ReadAsync(part, cancellationToken);
            if (_wholeOnly ? partial.IsComplete : position >= part.End)
                return error;
            var gained = _wholeOnly ? partial.Done - before : position - part.Start;
            part = _wholeOnly ? partial.Missing(long.MaxValue)[0] : part with { Start = position };
            error ??= new Error(ErrorCode.HubUnreachable, "The server sent less than it announced.");
            _location = null; // addresses expire
            failures = gained >= WorthwhileBytes ? 1 : failures + 1;
            if (retry.WaitAfter(failures, error) is not { } wait)
                return error;
            meter.Problem = $"{error.Message} Trying again in {Math.Ceiling(wait.TotalSeconds):0} s.";
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    // How far it came; the error, unless the server ended in good order.
    private async Task<(long Position, Error? Error)> ReadAsync(ByteRange part, CancellationToken cancellationToken)
    {
        var position = part.Start;
        using var watch = new StallWatch(options.StallTimeout, options.StalledBelowBytesPerSecond, time, cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var opened = await hub.OpenAsync(file, _location, part, watch.Token);
            if (!opened.IsSuccess)
                return (position, opened.Error);
            using var content = opened.Value;
            if (content.IsWhole)
            {
                if (_rangesKnown.Task.IsCompleted && !_wholeOnly)
                    return (position, new Error(ErrorCode.HubUnreachable, $"{content.Location.Authority} ignored which bytes it was asked for."));
                (_wholeOnly, position) = (true, 0);
            }
            _rangesKnown.TrySetResult();
            _location = content.Location;
            var end = content.Range.End;
            await using var stream = await content.ReadAsync(watch.Token);
            while (position < end)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, end - position)), watch.Token);
                if (read == 0)
                    return (position, null);
                watch.Saw(read);
                var written = await partial.WriteAsync(position, buffer.AsMemory(0, read), cancellationToken);
                if (!written.IsSuccess)
                    return (position, written.Error);
                meter.Add(written.Value);
                position += read;
            }
            // Of an announced range no more is read than was asked for; a whole file that goes on is another file.
            return content.IsWhole && await stream.ReadAsync(buffer.AsMemory(0, 1), watch.Token) > 0
                ? (position, new Error(ErrorCode.TransferFailed, $"{content.Location.Authority} sends more than the {partial.Size} bytes the file has."))
                : (position, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (position, new Error(ErrorCode.HubUnreachable, $"The server sent next to nothing for {options.StallTimeout.TotalSeconds:0.#} s."));
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            return (position, new Error(ErrorCode.HubUnreachable, $"The connection broke: {error.Message}"));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<Error?> CheckpointAsync(CancellationTokenSource stop)
    {
        using var timer = new PeriodicTimer(options.CheckpointInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                if (await Task.Run(partial.Checkpoint, CancellationToken.None) is { } error)
                {
                    await stop.CancelAsync();
                    return error;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the transfer.
        }
        return null;
    }
}
