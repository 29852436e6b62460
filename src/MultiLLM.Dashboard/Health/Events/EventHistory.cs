using System.Collections.Immutable;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Live;

namespace MultiLLM.Dashboard.Health.Events;

/// <summary>What is known of the past: as much as the service keeps, but for the progress of loads, which is over once it is told.</summary>
/// <param name="Events">Newest first.</param>
/// <param name="LastId">The newest that was seen, listed or not.</param>
public sealed record EventHistory(ImmutableList<EventInfo> Events, long LastId)
{
    /// <summary>As many as the service keeps.</summary>
    public const int Most = 1024;

    private const string Progress = "model.load_progress";

    public static EventHistory Of(EventList list) => new([.. list.Events.Where(IsListed).OrderByDescending(happened => happened.Id).Take(Most)], list.LastId);

    /// <summary>Whether events were pushed out of the live ones before they came here; then the service is to be asked again.</summary>
    public bool IsBehind(IReadOnlyList<EventInfo> live) => live.Count >= LiveFeed.KeptEvents && live[^1].Id > LastId;

    /// <param name="live">Newest first.</param>
    /// <returns>The same where nothing is new.</returns>
    public EventHistory With(IReadOnlyList<EventInfo> live)
    {
        if (live.Count == 0 || live[0].Id <= LastId)
            return this;
        var news = live.TakeWhile(happened => happened.Id > LastId).Where(IsListed);
        return new([.. news.Concat(Events).Take(Most)], live[0].Id);
    }

    /// <summary>What happened to the same model, or to the service, shortly before and after; newest first.</summary>
    public IReadOnlyList<EventInfo> Around(EventInfo happened, TimeSpan reach, int most)
    {
        var at = Events.FindIndex(other => other.Id == happened.Id);
        if (at < 0)
            return [];
        var after = Near(Events.Take(at).Reverse()).Take(most / 2).Reverse();
        return [.. after, .. Near(Events.Skip(at + 1)).Take(most / 2)];

        IEnumerable<EventInfo> Near(IEnumerable<EventInfo> outwards) => outwards
            .TakeWhile(other => (other.Time - happened.Time).Duration() <= reach)
            .Where(other => other.ModelId == happened.ModelId || other.ModelId is null);
    }

    private static bool IsListed(EventInfo happened) => happened.Kind != Progress;
}
