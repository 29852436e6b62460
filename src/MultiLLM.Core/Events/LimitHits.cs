namespace MultiLLM.Core.Events;

/// <summary>
/// Tells that requests are turned away because of a limit: the first one at once, those after it once a minute with their number, so that a flood of
/// requests is not also one of events. Safe from any thread.
/// </summary>
public sealed class LimitHits(IEventLog events, TimeProvider time)
{
    private const int MostLimits = 1024;
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Hit> _hits = new(StringComparer.Ordinal);

    /// <param name="modelId">Whose limit; null: the service's.</param>
    /// <param name="message">What is full, one sentence.</param>
    public void TurnedAway(string? modelId, string message)
    {
        long untold;
        lock (_gate)
        {
            if (!_hits.TryGetValue(modelId ?? "", out var hit))
            {
                if (_hits.Count >= MostLimits)
                    _hits.Clear();
                _hits[modelId ?? ""] = hit = new Hit();
            }
            hit.Untold++;
            if (hit.ToldAt is { } told && time.GetElapsedTime(told) < Between)
                return;
            (untold, hit.Untold, hit.ToldAt) = (hit.Untold, 0, time.GetTimestamp());
        }
        events.Publish(new SystemEvent
        {
            Kind = EventKinds.LimitHit,
            ModelId = modelId,
            Message = untold == 1 ? $"A request was turned away: {message}" : $"{untold} requests were turned away since this was last told: {message}",
        });
    }

    private sealed class Hit
    {
        public long Untold { get; set; }
        public long? ToldAt { get; set; }
    }
}
