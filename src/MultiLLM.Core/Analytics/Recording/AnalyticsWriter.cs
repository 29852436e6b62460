using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Analytics.Prompts;
using MultiLLM.Core.Analytics.Store;

namespace MultiLLM.Core.Analytics.Recording;

/// <summary>
/// Writes what was recorded, in batches, alone. While the database is in trouble a batch waits and is tried again; what the queue cannot hold meanwhile
/// is counted as lost. Ends when everything is written, or the service's patience is over.
/// </summary>
internal sealed partial class AnalyticsWriter(
    RequestRecorder recorder, AcceptedCount accepted, AnalyticsStore store, RecordingTrouble trouble, AnalyticsUpkeep upkeep,
    IPromptRedactor redactor, PromptSeal seal, IOptions<AnalyticsOptions> options, TimeProvider time, ILogger<AnalyticsWriter> log) : IHostedService, IDisposable
{
    private const int MaxBatch = 4096;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestSettling = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SettleStep = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<RequestRecord> _batch = [];
    private Task _running = Task.CompletedTask;
    private long _written;
    private long _givenUp;
    private long _lostByKill;
    private bool _lastRunIsSettled;

    public RecordingStatus Status => new()
    {
        Enabled = options.Value.Enabled,
        Store = store.Dialect.Name,
        Written = Volatile.Read(ref _written),
        Waiting = recorder.Reader.Count,
        Lost = recorder.Dropped + Volatile.Read(ref _givenUp),
        LostByKill = Volatile.Read(ref _lostByKill),
        Problem = trouble.Problem,
        ProblemSince = trouble.Since,
        SetAside = trouble.SetAside,
    };

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Enabled)
            _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        recorder.Complete();
        await using var impatience = cancellationToken.UnsafeRegister(state => ((CancellationTokenSource)state!).Cancel(), _stop);
        await _running;
    }

    /// <summary>Until all that was recorded before the call is written, or given up.</summary>
    /// <exception cref="StoreException">That takes too long: the database is in trouble.</exception>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var (recorded, since) = (accepted.Count, time.GetTimestamp());
        while (Volatile.Read(ref _written) + Volatile.Read(ref _givenUp) < recorded)
        {
            if (time.GetElapsedTime(since) > LongestSettling)
                throw new StoreException(StoreTrouble.Unwritable, "records of requests still wait to be written.");
            await Task.Delay(SettleStep, time, cancellationToken);
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync()
    {
        try
        {
            do
            {
                await SettleLastRunAsync();
                await upkeep.RunWhenDueAsync(_stop.Token);
            }
            while (await NextBatchAsync());
        }
        catch (Exception error) when (_stop.IsCancellationRequested)
        {
            // The database may have failed just when it was to be waited for no longer.
            GiveUp(_batch.Count + recorder.Reader.Count, error is OperationCanceledException ? "the service had to stop" : $"the service had to stop, and {error.Message}");
        }
    }

    /// <summary>Writes what is there; also returns when it is time to look after the database. False: nothing will come any more.</summary>
    private async Task<bool> NextBatchAsync()
    {
        if (!await upkeep.WaitAsync(recorder.Reader, _stop.Token))
            return !recorder.Reader.Completion.IsCompleted;
        if (recorder.Reader.Count < MaxBatch && !recorder.IsComplete)
            await Task.WhenAny(recorder.Completing, Task.Delay(options.Value.FlushInterval, time, _stop.Token));
        while (_batch.Count < MaxBatch && recorder.Reader.TryRead(out var record))
            _batch.Add(record.Prompt is { } prompt ? record with { Prompt = seal.Seal(redactor.Redact(prompt)) } : record);
        await WriteAsync();
        return true;
    }

    private async Task WriteAsync()
    {
        for (var pause = FirstPause; _batch.Count > 0; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await store.WriteAsync(_batch, accepted.Run, _written + _givenUp + _batch.Count, _stop.Token);
                Volatile.Write(ref _written, _written + _batch.Count);
                _batch.Clear();
                trouble.Over();
                return;
            }
            catch (Exception error) when (!_stop.IsCancellationRequested)
            {
                switch (trouble.Meet(error))
                {
                    case TroubleAnswer.TryAgain:
                        continue;
                    case TroubleAnswer.GiveUp:
                        GiveUp(_batch.Count, error.Message);
                        return;
                    case TroubleAnswer.Wait:
                        // A stop does not wait for a database that may never come back.
                        if (recorder.IsComplete)
                        {
                            GiveUp(_batch.Count, error.Message);
                            return;
                        }
                        await Task.WhenAny(recorder.Completing, Task.Delay(pause, time, _stop.Token));
                        _stop.Token.ThrowIfCancellationRequested();
                        break;
                }
            }
        }
    }

    private void GiveUp(int records, string reason)
    {
        _batch.Clear();
        if (records == 0)
            return;
        Volatile.Write(ref _givenUp, _givenUp + records);
        LogLost(records, reason);
    }

    /// <summary>Once the database can be read: what did the run before leave unwritten?</summary>
    private async Task SettleLastRunAsync()
    {
        if (_lastRunIsSettled)
            return;
        try
        {
            await store.BeginRunAsync(accepted.Run, _stop.Token);
            if (accepted.Last is var (run, queued) && await store.SettledAsync(run.Id, _stop.Token) is { } settled && queued > settled)
            {
                await store.SetLostAsync(run.Id, queued - settled, _stop.Token);
                Volatile.Write(ref _lostByKill, queued - settled);
                LogKilled(queued - settled);
            }
            _lastRunIsSettled = true;
        }
        catch (Exception error) when (!_stop.IsCancellationRequested)
        {
            trouble.Meet(error);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Records} records of requests are lost: {Reason}")]
    private partial void LogLost(int records, string reason);

    [LoggerMessage(LogLevel.Warning, "The service ended before it had written {Records} records of requests.")]
    private partial void LogKilled(long records);
}
