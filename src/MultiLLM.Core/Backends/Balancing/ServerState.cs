namespace MultiLLM.Core.Backends.Balancing;

/// <summary>What is known of one server of a model. Belongs to its <see cref="ServerBalancer"/>.</summary>
internal sealed class ServerState(RemoteServer server)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Weight of the newest time to the first output.</summary>
    private const double Newest = 0.3;

    private readonly Queue<TimeSpan> _starts = new();

    public RemoteServer Server { get; set; } = server;
    public ServerCircuit Circuit { get; } = new();
    public int InFlight { get; private set; }
    public long Requests { get; private set; }
    public long Failures { get; private set; }
    public string? LastFailure { get; private set; }

    /// <summary>Moving average; null: nothing measured yet.</summary>
    public double? FirstOutputSeconds { get; private set; }

    /// <summary>When it was measured, and when a request was last begun, since the start.</summary>
    public TimeSpan MeasuredAt { get; private set; }
    public TimeSpan? UsedAt { get; private set; }

    /// <summary>When it last answered anything, a probe included; null: not yet.</summary>
    public TimeSpan? HeardAt { get; private set; }

    public bool HasRoom(TimeSpan now) => !(InFlight >= Server.MaxConcurrent) && RoomInMinuteAt(now) <= now;

    /// <summary>When the next request may begin as far as the minute is concerned.</summary>
    public TimeSpan RoomInMinuteAt(TimeSpan now)
    {
        if (Server.RequestsPerMinute is not { } most)
            return now;
        while (_starts.TryPeek(out var first) && now - first >= Minute)
            _starts.Dequeue();
        return _starts.Count < most ? now : _starts.ElementAt(_starts.Count - most) + Minute;
    }

    public void Begin(TimeSpan now)
    {
        InFlight++;
        Requests++;
        UsedAt = now;
        if (Server.RequestsPerMinute is not null)
            _starts.Enqueue(now);
        Circuit.Begin();
    }

    public void Probed(TimeSpan now) => HeardAt = now;

    public void End(ServerOutcome outcome, TimeSpan now)
    {
        InFlight--;
        HeardAt = now;
        if (outcome.OthersMayDoBetter)
            (Failures, LastFailure) = (Failures + 1, outcome.Reason);
        if (outcome.FirstOutput is not { } first)
            return;
        FirstOutputSeconds = FirstOutputSeconds is { } known ? known + (Newest * (first.TotalSeconds - known)) : first.TotalSeconds;
        MeasuredAt = now;
    }
}
