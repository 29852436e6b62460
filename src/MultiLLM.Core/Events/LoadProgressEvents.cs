namespace MultiLLM.Core.Events;

/// <summary>Tells of a load that takes a while, once a second: runners report every fiftieth, and most loads are over before anybody could read.</summary>
internal sealed class LoadProgressEvents(IEventLog events, string modelId, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private long _toldAt = time.GetTimestamp();

    public void Report(double fraction)
    {
        if (time.GetElapsedTime(_toldAt) < Interval)
            return;
        _toldAt = time.GetTimestamp();
        events.Publish(new SystemEvent
        {
            Kind = EventKinds.LoadProgress,
            ModelId = modelId,
            Message = $"{(int)(fraction * 100)} % of {modelId} is loaded.",
            Progress = fraction,
        });
    }
}
