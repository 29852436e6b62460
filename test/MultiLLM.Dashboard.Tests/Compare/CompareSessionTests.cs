using MultiLLM.Dashboard.Compare;
using MultiLLM.Dashboard.Playground.Conversations;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Compare;

public sealed class CompareSessionTests
{
    private readonly ScriptedAnswers _answers = new();
    private readonly CompareSession _session;

    public CompareSessionTests() => _session = new CompareSession(_answers, TimeProvider.System);

    [Fact]
    public async Task Vote_OneAnswer_IsSentAndKeptWithThatOne()
    {
        var running = _session.RunAsync(Order(together: false));
        (await _answers.NextAsync()).End(Decided("one", "sel-1"));
        (await _answers.NextAsync()).End(Decided("two", "sel-2"));
        await running;

        var reply = await _session.VoteAsync(_session.Answers[1], -1);

        Assert.NotNull(reply);
        Assert.Equal([("sel-2", -1)], _answers.Votes);
        Assert.Equal([0, -1], _session.Answers.Select(answer => answer.Facts!.Vote));
    }

    [Fact]
    public async Task Vote_AnotherComparisonIsShownMeanwhile_ChangesNothingOfIt()
    {
        var running = _session.RunAsync(Order(together: false));
        (await _answers.NextAsync()).End(Decided("one", "sel-1"));
        (await _answers.NextAsync()).End(Decided("two", "sel-2"));
        await running;
        var earlier = _session.Answers[0];
        running = _session.RunAsync(Order(together: false));
        (await _answers.NextAsync()).End(Decided("one", "sel-3"));
        (await _answers.NextAsync()).End(Decided("two", "sel-4"));
        await running;

        await _session.VoteAsync(earlier, 1);

        Assert.Equal([("sel-1", 1)], _answers.Votes);
        Assert.All(_session.Answers, answer => Assert.Equal(0, answer.Facts!.Vote));
    }

    [Fact]
    public async Task Run_OneAfterAnother_AsksTheSecondWhenTheFirstHasEnded()
    {
        var running = _session.RunAsync(Order(together: false));
        var first = await _answers.NextAsync();
        Assert.Equal([ComparedState.Answering, ComparedState.Waiting], _session.Answers.Select(answer => answer.State));
        first.End(ScriptedAnswers.Reply("A", "one", "one"));
        var second = await _answers.NextAsync();
        second.End(ScriptedAnswers.Reply("B", "two", "two"));
        await running;

        Assert.Equal(["one", "two"], _answers.Requests.Select(request => request.ModelId));
        Assert.All(_answers.Requests, request => Assert.Equal(("Same?", 9), (request.Message, request.MaxTokens)));
        Assert.Equal(["A", "B"], _session.Answers.Select(answer => answer.Growing.Text));
        Assert.All(_session.Answers, answer => Assert.True(answer.Whole));
    }

    [Fact]
    public async Task Run_Together_AsksAllAtOnce()
    {
        var running = _session.RunAsync(Order(together: true));
        var (one, two) = (await _answers.NextAsync(), await _answers.NextAsync());
        Assert.All(_session.Answers, answer => Assert.Equal(ComparedState.Answering, answer.State));
        one.End(ScriptedAnswers.Reply("x"));
        two.End(ScriptedAnswers.Reply("x"));
        await running;
    }

    [Fact]
    public async Task Run_OneFails_TheOthersGoOn()
    {
        var running = _session.RunAsync(Order(together: false));
        (await _answers.NextAsync()).BreakOff();
        (await _answers.NextAsync()).End(ScriptedAnswers.Reply("B"));
        await running;

        Assert.Equal([AnswerEnd.Broken, AnswerEnd.Whole], _session.Answers.Select(answer => answer.Facts!.End));
        Assert.NotNull(_session.Answers[0].Facts!.Problem);
    }

    [Fact]
    public async Task Stop_First_EndsAll()
    {
        var running = _session.RunAsync(Order(together: false));
        await _answers.NextAsync();
        _session.Stop();
        await running;

        Assert.All(_session.Answers, answer => Assert.Equal((ComparedState.Ended, AnswerEnd.Stopped), (answer.State, answer.Facts!.End)));
        Assert.False(_session.Busy);
    }

    private static Contracts.Api.ChatReply Decided(string model, string decision)
    {
        var reply = ScriptedAnswers.Reply("text", model, model);
        return reply with { Selection = reply.Selection with { DecisionId = decision } };
    }

    private static CompareOrder Order(bool together) => new(["one", "two"], "Same?", new ChatSettings { MaxTokens = "9" }, together);
}
