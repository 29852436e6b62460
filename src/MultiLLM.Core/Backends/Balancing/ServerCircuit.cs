namespace MultiLLM.Core.Backends.Balancing;

/// <summary>
/// Whether a server gets requests. It opens at once for a server that cannot be reached, refuses this service or says when to come back, and for others when too large
/// a share of their last requests failed. After its pause a single request or probe tries the server; how that goes closes it, or begins a longer pause. Pure.
/// </summary>
internal sealed class ServerCircuit
{
    /// <summary>Failures in a row.</summary>
    public const int MostInARow = 3;

    /// <summary>Requests within <see cref="Window"/> from which on their share of failures counts.</summary>
    public const int LeastForShare = 8;
    public const double MostShare = 0.5;
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    private const int Remembered = 64;
    private const int MostDoublings = 10;

    private readonly Queue<(TimeSpan At, bool Failed)> _recent = new();
    private int _inARow;
    private int _openings;

    /// <summary>Null: it is closed.</summary>
    public ServerVerdict? OpenFor { get; private set; }

    /// <summary>Why it is open.</summary>
    public string? Reason { get; private set; }

    /// <summary>When it may be tried again, since the start.</summary>
    public TimeSpan Until { get; private set; }

    /// <summary>Somebody tries the server just now.</summary>
    public bool IsTried { get; private set; }

    public bool IsOpen => OpenFor is not null;

    /// <summary>A request may go there: always while closed, a single one after the pause while open, except where only a probe may try.</summary>
    public bool Admits(TimeSpan now) => OpenFor is null || (!IsTried && now >= Until && OpenFor is not ServerVerdict.Refused);

    /// <summary>A probe should look: the pause is over, and nobody tries.</summary>
    public bool WantsProbe(TimeSpan now) => OpenFor is not null && !IsTried && now >= Until;

    public void Begin()
    {
        if (IsOpen)
            IsTried = true;
    }

    /// <summary>True: it opened or closed by this.</summary>
    /// <param name="outcome">Of a request or a probe.</param>
    /// <param name="wasTrial">It was begun while the circuit was open.</param>
    /// <param name="now">Since the start.</param>
    public bool Ended(ServerOutcome outcome, bool wasTrial, TimeSpan now)
    {
        if (wasTrial)
            IsTried = false;
        switch (outcome.Verdict)
        {
            case ServerVerdict.None:
                return false;
            case ServerVerdict.Good when IsOpen && !wasTrial:
                return false; // begun before it opened: says nothing of now
            case ServerVerdict.Good:
                Remember(failed: false, now);
                _inARow = 0;
                if (!IsOpen)
                {
                    if (_recent.Count >= LeastForShare && _recent.All(one => !one.Failed))
                        _openings = 0;
                    return false;
                }
                (OpenFor, Reason) = (null, null);
                _recent.Clear();
                return true;
            default:
                return Failed(outcome, wasTrial, now);
        }
    }

    /// <summary>What was configured changed: everything may be different.</summary>
    public void Reset()
    {
        _recent.Clear();
        (OpenFor, Reason, IsTried, _inARow, _openings) = (null, null, false, 0, 0);
    }

    private bool Failed(ServerOutcome outcome, bool wasTrial, TimeSpan now)
    {
        Remember(failed: true, now);
        _inARow++;
        if (IsOpen && !wasTrial)
            return false; // all that were under way fail together: that is one failure
        var opens = IsOpen || outcome.Verdict is not ServerVerdict.Failed || _inARow >= MostInARow || ShareIsTooLarge();
        if (!opens)
            return false;
        var opened = !IsOpen;
        (OpenFor, Reason) = (outcome.Verdict, outcome.Reason);
        Until = now + Pause(outcome);
        _openings++;
        return opened;
    }

    private TimeSpan Pause(ServerOutcome outcome)
    {
        var (first, longest) = outcome.Verdict switch
        {
            ServerVerdict.Busy => (TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
            ServerVerdict.Refused => (TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10)),
            _ => (TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(2)),
        };
        if (outcome.RetryAfter is { } told)
            return told;
        var pause = first * Math.Pow(2, Math.Min(_openings, MostDoublings));
        return pause < longest ? pause : longest;
    }

    private bool ShareIsTooLarge() => _recent.Count >= LeastForShare && _recent.Count(one => one.Failed) >= MostShare * _recent.Count;

    private void Remember(bool failed, TimeSpan now)
    {
        _recent.Enqueue((now, failed));
        while (_recent.Count > Remembered || now - _recent.Peek().At > Window)
            _recent.Dequeue();
    }
}
