namespace MultiLLM.SelectionBench.Machinery;

/// <summary>Time as the simulation says it is. Timers never fire: nothing simulated depends on one.</summary>
internal sealed class SimulatedTime : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public double Seconds { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(Ticks);

    public override long GetTimestamp() => Ticks;

    public static double SecondsOf(DateTimeOffset moment) => (moment - Start).Ticks / (double)TimeSpan.TicksPerSecond;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new NoTimer();

    private long Ticks => (long)Math.Round(Seconds * TimeSpan.TicksPerSecond);

    private sealed class NoTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            // holds nothing
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
