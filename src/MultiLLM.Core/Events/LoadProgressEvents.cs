namespace MultiLLM.Core.Events;

/// <summary>Tells of a load's progress in steps: runners report every hundredth, which nobody wants to read.</summary>
internal sealed class LoadProgressEvents(IEventLog events, string modelId)
{
    private const double Step = 0.1;

    private double _told;

    public void Report(double fraction)
    {
        if (fraction < _told + Step || fraction >= 1)
            return;
        _told = fraction;
        events.Publish(new SystemEvent
        {
            Kind = EventKinds.LoadProgress,
            ModelId = modelId,
            Message = $"{modelId} is loaded to {(int)(fraction * 100)} %.",
            Progress = fraction,
        });
    }
}
