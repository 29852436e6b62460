using MultiLLM.Core.Events;
using MultiLLM.Core.Health.Degradation;

namespace MultiLLM.Core.Health.Watching;

/// <summary>Says what the detector finds.</summary>
internal sealed class HealthEvents(IEventLog events)
{
    public void Tell(IReadOnlyList<HealthNews> all, DegradationDetector detector)
    {
        foreach (var news in all)
            events.Publish(EventOf(news, detector));
    }

    private SystemEvent EventOf(HealthNews news, DegradationDetector detector)
    {
        var fact = FindingWords.Of(news.Finding);
        return news.Kind switch
        {
            HealthNewsKind.Degraded => new SystemEvent
            {
                Kind = EventKinds.Degraded, ModelId = news.ModelId, Message = $"{fact}{AtTheSameTime(news.Finding, detector)}.",
            },
            HealthNewsKind.Recovered => new SystemEvent
            {
                Kind = EventKinds.Recovered, ModelId = news.ModelId, Message = Recovered(news),
            },
            HealthNewsKind.MachineSlowed => new SystemEvent
            {
                Kind = EventKinds.MachineSlowed, Message = $"The machine became slower, not its models: {fact}; {news.Reason}.",
            },
            _ => new SystemEvent { Kind = EventKinds.MachineRecovered, Message = "The models are as quick as usual again." },
        };
    }

    private static string Recovered(HealthNews news) => news.Reason is { } reason
        ? $"{news.ModelId} is no longer thought degraded: {reason}."
        : news.Finding.Concern switch
        {
            HealthConcern.Speed => $"{news.ModelId} is as quick as usual again.",
            HealthConcern.Errors => $"{news.ModelId} fails no more often than usual again.",
            _ => $"{news.ModelId} answers as usual again.",
        };

    /// <summary>What else was seen; a model's own trouble has been told from the machine's before.</summary>
    private static string AtTheSameTime(Finding finding, DegradationDetector detector) =>
        finding.Concern == HealthConcern.Speed && detector.Machine.Explain(finding.Since) is { } seen ? $"; other models are as quick as usual, though {seen}" : "";
}
