namespace MultiLLM.Core.Residency;

/// <summary>The time of day at the start, plus what a monotonic clock measured since: never jumps when somebody sets the clock.</summary>
internal sealed class MonotonicClock(TimeProvider time)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly long _start = time.GetTimestamp();

    public DateTimeOffset Now => _startedAt + time.GetElapsedTime(_start);
}
