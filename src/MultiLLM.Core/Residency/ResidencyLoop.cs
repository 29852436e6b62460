using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Residency;

/// <summary>
/// Owner of what is in memory. Everything that happens comes in through one channel and is handled by one reader, which asks the
/// <see cref="ResidencyScheduler"/>; loads and unloads run outside and come back as events.
/// </summary>
internal sealed partial class ResidencyLoop : IResidency, IResidencyEffects, IAsyncDisposable
{
    private readonly Channel<Action<DateTimeOffset>> _events = Channel.CreateUnbounded<Action<DateTimeOffset>>(new() { SingleReader = true });
    private readonly IModelLoader _loader;
    private readonly IResidencyEventSink[] _sinks;
    private readonly MultiLLMOptions _options;
    private readonly ResidencyRules _rules;
    private readonly TimeProvider _time;
    private readonly MonotonicClock _clock;
    private readonly ILogger<ResidencyLoop> _log;
    private readonly ResidencyScheduler _scheduler;
    private readonly Dictionary<long, Waiter> _waiters = [];
    private readonly Dictionary<long, Question> _askers = [];
    private readonly Dictionary<long, ModelLoad> _loads = [];
    private readonly List<Action> _answers = [];
    private readonly ITimer _timer;
    private readonly Task _running;
    private DateTimeOffset? _timerDue;
    private long _lastId;
    private volatile ResidencySnapshot _snapshot;

    public ResidencyLoop(
        IModelLoader loader, IFootprints footprints, IHardware hardware, IEnumerable<IResidencyEventSink> sinks,
        IOptions<MultiLLMOptions> options, TimeProvider time, ILogger<ResidencyLoop> log)
    {
        (_loader, _sinks) = (loader, [.. sinks]);
        _options = options.Value;
        _rules = Rules(_options);
        _time = time;
        _clock = new MonotonicClock(time);
        _log = log;
        _scheduler = new ResidencyScheduler(_rules, new ResidencyFacts(footprints, hardware), this);
        _snapshot = Snapshots.Take(_scheduler, _loads, _rules);
        _timer = time.CreateTimer(_ => Post(Tick), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _running = Task.Run(RunAsync);
    }

    public ResidencySnapshot Snapshot => _snapshot;

    public async ValueTask<Result<ModelLease>> EnsureReadyAsync(ModelDefinition model, LoadDemand demand, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new Waiter(Interlocked.Increment(ref _lastId), this, _time.GetTimestamp());
        var posted = Post(now =>
        {
            if (waiter.Task.IsCompleted)
                return; // left before its turn
            _waiters.Add(waiter.Id, waiter);
            _scheduler.Acquire(waiter.Id, model, demand, now);
            waiter.HadToWait = _waiters.ContainsKey(waiter.Id);
        });
        if (!posted)
            return Stopped();
        await using var leaving = cancellationToken.UnsafeRegister(static (state, token) => ((Waiter)state!).Leave(token), waiter);
        return await waiter.Task;
    }

    public ValueTask<Result<bool>> UnloadAsync(string modelId, CancellationToken cancellationToken) =>
        AskAsync((id, now) => _scheduler.AskUnload(id, modelId, now), cancellationToken);

    public ValueTask<Result<bool>> UnpinAsync(string modelId, CancellationToken cancellationToken) =>
        AskAsync((id, now) => ((IResidencyEffects)this).AnswerUnload(id, _scheduler.Unpin(modelId, now)), cancellationToken);

    /// <summary>From now on requests are refused; running ones get <see cref="MultiLLMOptions.ShutdownTimeout"/> to finish.</summary>
    public void BeginStop()
    {
        Post(_ => _scheduler.Stop());
        _ = StopNowAfterAsync(_options.ShutdownTimeout);
    }

    /// <summary>Waits until all runners are gone; when cancelled, without regard to running requests.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        BeginStop();
        try
        {
            await _running.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Post(_ => _scheduler.StopNow());
            await _running;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Post(_ => _scheduler.Stop());
        Post(_ => _scheduler.StopNow());
        await _running;
        await _timer.DisposeAsync();
    }

    void IResidencyEffects.Grant(long waiter, long load)
    {
        if (!_waiters.Remove(waiter, out var granted))
            throw new InvalidOperationException($"Waiter {waiter} was granted a lease twice.");
        var lent = _loads[load];
        var lease = new Lease(lent.Order, lent.Value!, granted.HadToWait ? granted.WaitedSince(_time) : TimeSpan.Zero, () => Post(now => _scheduler.Released(load, now)));
        _answers.Add(() =>
        {
            if (!granted.TrySetResult(lease))
                lease.Release(); // it left a moment ago
        });
    }

    void IResidencyEffects.Fail(long waiter, Error error)
    {
        if (_waiters.Remove(waiter, out var failed))
            _answers.Add(() => failed.TrySetResult(error));
    }

    void IResidencyEffects.AnswerUnload(long asker, Result<bool> answer)
    {
        if (_askers.Remove(asker, out var asked))
            _answers.Add(() => asked.TrySetResult(answer));
    }

    void IResidencyEffects.StartLoad(LoadOrder order)
    {
        var started = new ModelLoad(order);
        _loads.Add(order.Load, started);
        started.Run(_loader, fraction => Post(_ => _scheduler.Progress(order.Load, fraction)), outcome => LoadEnded(order.Load, started, outcome));
    }

    void IResidencyEffects.Report(ResidencyEvent happened)
    {
        LogEvent(happened.Kind is ResidencyEventKind.Crashed or ResidencyEventKind.LoadFailed or ResidencyEventKind.Refused ? LogLevel.Warning : LogLevel.Information,
            happened.Kind, happened.ModelId, happened.Reason);
        foreach (var sink in _sinks)
            sink.Publish(happened);
    }

    void IResidencyEffects.Unload(long load, Error reason)
    {
        var leaving = _loads[load];
        _ = UnloadAsync();

        async Task UnloadAsync()
        {
            await leaving.StopAsync(reason);
            Post(now =>
            {
                _loads.Remove(load);
                _scheduler.Unloaded(load, now);
            });
        }
    }

    private static ResidencyRules Rules(MultiLLMOptions options) => new(
        [new HostRules(HostRules.Local, options.MaxConcurrentModels, new MemoryRules(options.MemoryReserveBytes, options.MemoryBudgetBytes))],
        options.AutoUnloadInactiveModels ? TimeSpan.FromMinutes(options.InactiveThresholdMinutes) : null,
        options.MaxWaitForRoom,
        options.SwitchPatience,
        options.MaxWaitingPerModel,
        options.MaxQueuedRequests);

    private static Error Stopped() => new(ErrorCode.ShuttingDown, "The service is shutting down.");

    private bool Post(Action<DateTimeOffset> happened) => _events.Writer.TryWrite(happened);

    private async ValueTask<Result<bool>> AskAsync(Action<long, DateTimeOffset> ask, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastId);
        var question = new Question();
        var posted = Post(now =>
        {
            _askers.Add(id, question);
            ask(id, now);
        });
        return posted ? await question.Task.WaitAsync(cancellationToken) : Stopped();
    }

    /// <summary>On the load's own thread.</summary>
    private void LoadEnded(long load, ModelLoad started, Error? failure)
    {
        if (failure is not null)
        {
            Post(now =>
            {
                if (_scheduler.LoadFailed(load, failure, now))
                    _loads.Remove(load);
            });
            return;
        }
        var value = started.Value!;
        Post(now => _scheduler.Loaded(load, (int)value.Loaded.Slots, (long)(value.Loaded.Memory?.PrivateBytes ?? 0), now));
        value.OnMeasured(use => Post(_ => _scheduler.Measured(load, (long)use.PrivateBytes)));
        value.OnExit(error => Post(now =>
        {
            if (_scheduler.Exited(load, error, now))
                _loads.Remove(load);
        }));
    }

    private async Task StopNowAfterAsync(TimeSpan timeout)
    {
        try
        {
            await _running.WaitAsync(timeout, _time);
        }
        catch (TimeoutException)
        {
            Post(_ => _scheduler.StopNow());
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (!_scheduler.IsStopped && await _events.Reader.WaitToReadAsync())
                HandleWhatHappened();
            _events.Writer.TryComplete();
            HandleWhatHappened(); // who came too late is refused
        }
        catch (Exception error)
        {
            LogBroken(error);
            Abandon();
        }
    }

    /// <summary>After a bug: the models are freed, and nobody is left waiting for an owner that is gone.</summary>
    private void Abandon()
    {
        _events.Writer.TryComplete();
        var late = new List<Action> { _scheduler.Stop, _scheduler.StopNow };
        while (_events.Reader.TryRead(out var happened))
            late.Add(() => happened(_clock.Now));
        foreach (var step in late.Concat(_answers))
        {
            try
            {
                step();
            }
            catch (Exception error)
            {
                LogBroken(error);
            }
        }
        var broken = new Error(ErrorCode.Internal, "The owner of the loaded models failed; restart the service.");
        foreach (var waiter in _waiters.Values)
            waiter.TrySetResult(broken);
        foreach (var asker in _askers.Values)
            asker.TrySetResult(broken);
    }

    private void HandleWhatHappened()
    {
        while (_events.Reader.TryRead(out var happened))
            happened(_clock.Now);
        // Who gets an answer may look at the snapshot at once, so that comes first.
        _snapshot = Snapshots.Take(_scheduler, _loads, _rules);
        foreach (var answer in _answers)
            answer();
        _answers.Clear();
        SetTimer();
    }

    private void Tick(DateTimeOffset now)
    {
        _timerDue = null;
        _scheduler.Tick(now);
    }

    private void SetTimer()
    {
        var next = _scheduler.NextTick();
        if (next == _timerDue)
            return;
        _timerDue = next;
        _timer.Change(
            next is { } due ? TimeSpan.FromTicks(Math.Max(0, (due - _clock.Now).Ticks)) : Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    [LoggerMessage("{Kind}: {Model}. {Reason}")]
    private partial void LogEvent(LogLevel level, ResidencyEventKind kind, string model, string reason);

    [LoggerMessage(LogLevel.Critical, "The residency loop failed")]
    private partial void LogBroken(Exception error);

    private sealed class Question() : TaskCompletionSource<Result<bool>>(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Waiter(long id, ResidencyLoop loop, long since)
        : TaskCompletionSource<Result<ModelLease>>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long Id => id;

        /// <summary>The model was not ready when the caller came.</summary>
        public bool HadToWait { get; set; }

        public TimeSpan WaitedSince(TimeProvider time) => time.GetElapsedTime(since);

        public void Leave(CancellationToken token)
        {
            if (!TrySetCanceled(token))
                return;
            loop.Post(now =>
            {
                loop._waiters.Remove(id);
                loop._scheduler.Cancel(id, now);
            });
        }
    }
}
