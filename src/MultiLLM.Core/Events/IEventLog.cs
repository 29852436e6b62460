namespace MultiLLM.Core.Events;

/// <summary>The last things that happened. Any number of readers, each at its own pace; nobody who publishes ever waits for one.</summary>
public interface IEventLog
{
    /// <summary>Of the newest event; before the first one, the number it will follow.</summary>
    long LastId { get; }

    void Publish(SystemEvent happened);

    /// <summary>What happened after the event with this id; 0: all that is kept.</summary>
    EventPage ReadAfter(long id);

    /// <summary>Ends when there is something after this id.</summary>
    Task WaitAfterAsync(long id, CancellationToken cancellationToken);
}

/// <param name="Events">Oldest first.</param>
/// <param name="LastId">To go on from.</param>
/// <param name="Missed">Some that came after the id asked for are no longer kept.</param>
public sealed record EventPage(IReadOnlyList<SystemEvent> Events, long LastId, bool Missed);
