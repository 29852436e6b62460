using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Audit.Chain;

namespace MultiLLM.Core.Gateway.Audit.Writing;

/// <summary>
/// The queue's only reader: writes what was appended, signs it from time to time, and removes what is old. While the disk is in trouble a batch waits and
/// is tried again. Ends when everything is written and signed, or the service's patience is over.
/// </summary>
internal sealed partial class AuditWriter(
    AuditQueue queue, AuditFile file, AuditUpkeep upkeep, AuditTrouble trouble, IOptions<AuditOptions> options, TimeProvider time, ILogger<AuditWriter> log) : IHostedService, IDisposable
{
    private const int MaxBatch = 1024;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<AuditWork.Keep> _batch = [];
    private readonly List<AuditWork.Sign> _asked = [];
    private Task _running = Task.CompletedTask;
    private Task<bool>? _more;
    private long _written;
    private long _givenUp;
    private long _told;

    public long Written => Volatile.Read(ref _written);

    public long GivenUp => Volatile.Read(ref _givenUp);

    /// <summary>Entries that are lost and of which the log does not tell yet.</summary>
    public long Untold => queue.Dropped - Volatile.Read(ref _told);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled)
            return Task.CompletedTask;
        queue.Append(OfService(AuditActions.ServiceStarted) with { Details = new Dictionary<string, string> { ["version"] = VersionOfService } });
        Begin();
        return Task.CompletedTask;
    }

    /// <summary>The same without a word about a service.</summary>
    public void Begin() => _running = Task.Run(RunAsync, CancellationToken.None);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Enabled)
            queue.Append(OfService(AuditActions.ServiceStopped));
        await EndAsync(cancellationToken);
    }

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        queue.Complete();
        await using var impatience = cancellationToken.UnsafeRegister(state => ((CancellationTokenSource)state!).Cancel(), _stop);
        await _running;
    }

    public void Dispose() => _stop.Dispose();

    private static string VersionOfService { get; } = typeof(AuditWriter).Assembly.GetName().Version?.ToString() ?? "";

    private static AuditEntry OfService(string action) => new() { Action = action, Actor = "service", Outcome = "done" };

    private async Task RunAsync()
    {
        try
        {
            while (await WaitAsync())
                await WriteAsync();
            await WriteAsync(); // and sign the end
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            GiveUp("the service had to stop");
        }
        foreach (var work in Remaining())
            (work as AuditWork.Sign)?.Done.TrySetResult(new Error(ErrorCode.ShuttingDown, "The service is shutting down."));
    }

    /// <summary>Until there is work, or it is time to sign. False: nothing will come any more.</summary>
    private async Task<bool> WaitAsync()
    {
        _more ??= queue.Reader.WaitToReadAsync(_stop.Token).AsTask();
        if (!_more.IsCompleted)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            await Task.WhenAny(_more, Task.Delay(options.Value.CheckpointInterval, time, enough.Token));
            await enough.CancelAsync();
        }
        _stop.Token.ThrowIfCancellationRequested();
        if (!_more.IsCompleted)
            return true;
        var there = await _more;
        _more = null;
        if (there && options.Value.GatherTime > TimeSpan.Zero && !queue.IsComplete)
            await Task.WhenAny(queue.Completing, Task.Delay(options.Value.GatherTime, time, _stop.Token));
        return there;
    }

    private async Task WriteAsync()
    {
        while (_batch.Count < MaxBatch && queue.Reader.TryRead(out var work))
        {
            if (work is AuditWork.Keep entry)
                _batch.Add(entry);
            else if (work is AuditWork.Sign asked)
                _asked.Add(asked);
        }
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                WriteOnce();
                trouble.Over();
                return;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException or System.Security.Cryptography.CryptographicException)
            {
                trouble.Meet(error.Message);
                Refuse(error.Message);
            }
            if (queue.IsComplete)
            {
                GiveUp(trouble.Problem ?? "the disk is in trouble");
                return;
            }
            await Task.WhenAny(queue.Completing, Task.Delay(pause, time, _stop.Token));
            _stop.Token.ThrowIfCancellationRequested();
        }
    }

    private void WriteOnce()
    {
        var dropped = queue.Dropped;
        var untold = dropped - _told;
        if (untold > 0)
            _batch.Insert(0, new AuditWork.Keep(Lost(untold), time.GetUtcNow()));
        try
        {
            file.Append(_batch);
        }
        catch
        {
            if (untold > 0)
                _batch.RemoveAt(0);
            throw;
        }
        Volatile.Write(ref _told, dropped);
        Volatile.Write(ref _written, _written + _batch.Count);
        _batch.Clear();
        upkeep.RunWhenDue(file);
        SignWhenDue();
    }

    private void SignWhenDue()
    {
        var (unsigned, since) = file.Unsigned;
        var isLast = queue.IsComplete && queue.Reader.Count == 0;
        if (_asked.Count == 0 && (unsigned == 0 || (unsigned < options.Value.CheckpointEntries && time.GetUtcNow() - since < options.Value.CheckpointInterval && !isLast)))
            return;
        var signed = file.Sign();
        _asked.ForEach(asked => asked.Done.TrySetResult(signed));
        _asked.Clear();
    }

    private void Refuse(string why)
    {
        _asked.ForEach(asked => asked.Done.TrySetResult(new Error(ErrorCode.AuditUnavailable, $"The audit log cannot be written: {why}", RetryAfter: LongestPause)));
        _asked.Clear();
    }

    private IEnumerable<AuditWork> Remaining()
    {
        while (queue.Reader.TryRead(out var work))
            yield return work;
    }

    private void GiveUp(string reason)
    {
        var entries = _batch.Count + Remaining().Count(work => work is AuditWork.Keep);
        _batch.Clear();
        if (entries == 0)
            return;
        Volatile.Write(ref _givenUp, _givenUp + entries);
        LogLost(entries, reason);
    }

    private static AuditEntry Lost(long entries)
    {
        var lost = OfService(AuditActions.AuditLost);
        return lost with { Details = new Dictionary<string, string> { ["entries"] = entries.ToString(CultureInfo.InvariantCulture) } };
    }

    [LoggerMessage(LogLevel.Critical, "{Entries} entries of the audit log are lost: {Reason}")]
    private partial void LogLost(int entries, string reason);
}
