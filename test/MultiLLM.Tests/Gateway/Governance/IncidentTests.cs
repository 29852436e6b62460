using MultiLLM.Core.Events;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Governance.Reporting;

namespace MultiLLM.Tests.Gateway.Governance;

public sealed class IncidentTests
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Tally_SameSubjectAndKey_IsOneIncidentWithItsNumberAndTheLastWords()
    {
        var tally = new IncidentTally("limit.reached");

        tally.Add(Record(1, "key-a"), "concurrency", "first");
        tally.Add(Record(2, "key-a", count: 41), "concurrency", "last");
        tally.Add(Record(3, "key-b"), "concurrency", "another's");

        var incident = tally.All.Single(one => one.KeyId == "key-a");
        Assert.Equal((42, "last", s_start.AddSeconds(1), s_start.AddSeconds(2)), (incident.Count, incident.Message, incident.First, incident.Last));
        Assert.Equal(1, tally.All.Single(one => one.KeyId == "key-b").Count);
    }

    /// <summary>Whoever makes up subjects makes no report without end, and nothing goes uncounted.</summary>
    [Fact]
    public void Tally_EndlessSubjects_AreBoundedAndAllCounted()
    {
        var tally = new IncidentTally("access.refused");

        for (var i = 0; i < 3000; i++)
            tally.Add(Record(i, null), $"subject {i}", "refused");

        Assert.InRange(tally.All.Count, 100, 1000);
        Assert.Equal(3000, tally.All.Sum(incident => incident.Count));
        Assert.Equal("others", tally.All[^1].Subject);
    }

    [Fact]
    public void Events_OfThePeriod_SameWordsAreOneIncidentAndOthersNone()
    {
        SystemEvent[] events =
        [
            Event(0, EventKinds.PolicyProblem, "before the period"), Event(10, EventKinds.BackendDown, "gone"), Event(20, EventKinds.BackendDown, "gone"), Event(30, EventKinds.BackendUp, "back"),
            Event(60, EventKinds.BackendDown, "after it"),
        ];

        var incident = Assert.Single(EventIncidents.Of(events, s_start.AddSeconds(5), s_start.AddSeconds(60)));

        Assert.Equal((EventKinds.BackendDown, "far", 2, s_start.AddSeconds(10), s_start.AddSeconds(20)), (incident.Kind, incident.Subject, incident.Count, incident.First, incident.Last));
    }

    private static SystemEvent Event(int second, string kind, string message) => new() { Time = s_start.AddSeconds(second), Kind = kind, Message = message, ModelId = "far" };

    private static AuditRecord Record(long second, string? key, int? count = null) => new(second + 1, s_start.AddSeconds(second), "", new AuditEntry
    {
        Action = "a",
        Actor = "x",
        KeyId = key,
        Outcome = "refused",
        Details = count is { } times ? new Dictionary<string, string> { ["count"] = $"{times}" } : [],
    });
}
