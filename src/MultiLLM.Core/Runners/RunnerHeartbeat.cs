using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Runners;

/// <summary>
/// Asks a runner how it is, as long as it has something to do: an idle one is left alone. A runner that does not answer, or whose work stands
/// still, hangs; it is killed, and its requests fail as after a crash.
/// </summary>
internal sealed class RunnerHeartbeat
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>One step of a large model over a long prompt takes minutes on a slow processor, an answer to the question does not.</summary>
    private const int StepFactor = 10;

    private readonly RunnerProcess _runner;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _gone = new();
    private Action<MemoryUse>? _onMeasured;
    private ulong _steps;
    private long _stepAt;

    /// <summary>Begins at once; ends with the runner.</summary>
    /// <param name="runner">Which.</param>
    /// <param name="limit">Silence that means it hangs.</param>
    /// <param name="time">The clock.</param>
    public RunnerHeartbeat(RunnerProcess runner, TimeSpan limit, TimeProvider time)
    {
        (_runner, _limit, _time) = (runner, limit, time);
        _ = Task.Run(WatchAsync);
        runner.OnExit(_ => _gone.Cancel());
    }

    /// <summary>As counted last; null: not yet.</summary>
    public MemoryUse? Memory { get; private set; }

    public void OnMeasured(Action<MemoryUse> callback) => Volatile.Write(ref _onMeasured, callback);

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, _limit.Ticks / 4)), _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_gone.Token))
            {
                if (!_runner.Connection.HasWork)
                    _stepAt = 0;
                else if (await HangsAsync() is { } how)
                    _runner.KillHung(how);
            }
        }
        catch (OperationCanceledException)
        {
            // the runner is gone
        }
        catch (MultiLLMException)
        {
            // it is just going
        }
    }

    /// <summary>How it hangs; null: it does not.</summary>
    private async Task<string?> HangsAsync()
    {
        using var question = _runner.Connection.Send(new ToRunner { GetStatus = new GetStatus() });
        using var watch = new RequestWatch(question, _time, _limit, "The runner did not answer", _gone.Token);
        try
        {
            return (await question.NextAsync()).Status is { } status && IsStuck(status)
                ? $"did not finish one step of its work in {(_limit * StepFactor).TotalSeconds:0.#} s"
                : null;
        }
        catch (MultiLLMException silence) when (silence.Error.Code is ErrorCode.Timeout)
        {
            return $"did not answer for {_limit.TotalSeconds:0.#} s";
        }
    }

    private bool IsStuck(RunnerStatus status)
    {
        if (status.Memory is { } memory)
        {
            Memory = memory;
            Volatile.Read(ref _onMeasured)?.Invoke(memory);
        }
        if (_stepAt == 0 || status.Steps != _steps || status.SlotsBusy == 0)
            (_steps, _stepAt) = (status.Steps, _time.GetTimestamp());
        return _time.GetElapsedTime(_stepAt) >= _limit * StepFactor;
    }
}
