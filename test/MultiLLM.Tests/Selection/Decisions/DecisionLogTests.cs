using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection;
using MultiLLM.Core.Selection.Decisions;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Tests.Selection.Decisions;

public sealed class DecisionLogTests
{
    private readonly DecisionLog _log = new(capacity: 3);

    [Fact]
    public void Add_MoreThanItHolds_TheOldestGo()
    {
        for (var i = 0; i < 5; i++)
            _log.Add(Decision($"sel-{i}"));

        Assert.Equal(["sel-4", "sel-3", "sel-2"], Ids(new DecisionFilter()));
        Assert.Null(_log.Find("sel-1"));
        Assert.NotNull(_log.Find("sel-2"));
    }

    [Fact]
    public void Query_Filters_EachOfThem()
    {
        _log.Add(Decision("sel-a", "one", "auto:fast", ModelTask.Code, "conv-1"));
        _log.Add(Decision("sel-b", "two", "two", ModelTask.Chat, "conv-2"));
        _log.Add(Decision("sel-c", "two", "auto", ModelTask.Chat, "conv-1", fellBack: true));

        Assert.Equal(["sel-c", "sel-b"], Ids(new DecisionFilter { ModelId = "TWO" }));
        Assert.Equal(["sel-a"], Ids(new DecisionFilter { Task = ModelTask.Code }));
        Assert.Equal(["sel-c", "sel-a"], Ids(new DecisionFilter { ConversationId = "conv-1" }));
        Assert.Equal(["sel-b"], Ids(new DecisionFilter { Automatic = false }));
        Assert.Equal(["sel-c", "sel-a"], Ids(new DecisionFilter { Automatic = true }));
        Assert.Equal(["sel-c"], Ids(new DecisionFilter { FellBack = true }));
        Assert.Equal(["sel-c"], Ids(new DecisionFilter { Limit = 1 }));
        Assert.Empty(Ids(new DecisionFilter { Before = DateTimeOffset.UnixEpoch }));
    }

    [Fact]
    public void Add_ManyCandidates_TheBestAndTheChosenAreKept()
    {
        var candidates = Enumerable.Range(0, 50).Select(i => new RankedCandidate(new FakeModel($"m{i}").Definition, 1 - (i / 100.0), true, ["x"])).ToList();
        var recorded = Decision("sel-a", "m30");

        _log.Add(recorded with { Decision = recorded.Decision with { Candidates = candidates } });

        var kept = _log.Find("sel-a")!.Decision.Candidates.Select(c => c.Model.Id).ToList();
        Assert.Equal([.. Enumerable.Range(0, 10).Select(i => $"m{i}"), "m30"], kept);
    }

    private string[] Ids(DecisionFilter filter) => [.. _log.Query(filter).Select(recorded => recorded.Decision.Id)];

    private static RecordedDecision Decision(
        string id, string model = "one", string requested = "auto", ModelTask task = ModelTask.Chat, string? conversation = null, bool fellBack = false) =>
        new(new SelectionDecision(requested, new FakeModel(model).Definition, "because", [], TimeSpan.Zero)
        {
            Id = id,
            ConversationId = conversation,
            Fallbacks = fellBack ? [new FailedAttempt("other", "broken")] : [],
        }, DateTimeOffset.UnixEpoch, null)
        {
            Reading = TaskReading.Unknown with { Task = task },
        };
}
