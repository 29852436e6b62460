using Microsoft.Extensions.Time.Testing;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Playground;
using MultiLLM.Dashboard.Playground.Conversations;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Playground;

public sealed class ChatSessionTests : IDisposable
{
    private readonly ScriptedAnswers _answers = new();
    private readonly ChatSession _session;

    public ChatSessionTests() => _session = new ChatSession(_answers, new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 14, 5, 9, TimeSpan.Zero)));

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task Send_Conversation_GoesAlongAsHistory()
    {
        _session.Update(_session.Conversation with { Model = "auto:fast", Settings = new ChatSettings { MaxTokens = "5" } });
        await SayAsync("One", "First answer");
        await SayAsync("Two", "Second answer");

        var request = _answers.Requests[1];
        Assert.Equal(("Two", "auto:fast", 5, _session.Conversation.Id), (request.Message, request.ModelId, request.MaxTokens, request.ConversationId));
        Assert.Equal([new ChatTurn("user", "One"), new ChatTurn("assistant", "First answer")], request.ConversationHistory!);
        Assert.Equal(["One", "First answer", "Two", "Second answer"], _session.Conversation.Messages.Select(message => message.Text));
        Assert.Equal("One", _session.Conversation.Title);
    }

    [Fact]
    public async Task Send_WrongSetting_IsNotSent()
    {
        _session.Update(_session.Conversation with { Settings = new ChatSettings { JsonSchema = "{" } });

        Assert.False(await _session.SendAsync("Hi"));
        Assert.Equal("json_schema", Assert.Single(_session.FieldProblems).Key);
        Assert.Empty(_answers.Requests);
        Assert.Empty(_session.Conversation.Messages);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public async Task Send_Blank_IsNotSent(string text) => Assert.False(await _session.SendAsync(text));

    [Fact]
    public async Task Stop_HalfAnAnswer_KeepsItAndSaysWhoWroteIt()
    {
        _answers.Decision = new DecisionInfo { Time = default, ModelId = "tiny", Requested = "auto", Reason = "It suits.", DecisionId = "sel-2" };
        var sending = _session.SendAsync("Hi");
        var answer = await _answers.NextAsync();
        answer.Say("Half");
        // The piece has to be read before the wish to stop, which is seen at once.
        await Task.Delay(50);
        _session.Stop();
        await sending;

        var last = _session.Conversation.Messages[^1];
        Assert.Equal(("Half", AnswerEnd.Stopped, "tiny"), (last.Text, last.Answer!.End, last.Answer.ModelId));
        Assert.False(_session.Busy);
    }

    [Fact]
    public async Task Send_StreamBreaksOff_KeepsWhatCame()
    {
        var sending = _session.SendAsync("Hi");
        var answer = await _answers.NextAsync();
        answer.Say("Half");
        answer.BreakOff();
        await sending;

        var last = _session.Conversation.Messages[^1];
        Assert.Equal(("Half", AnswerEnd.Broken), (last.Text, last.Answer!.End));
        Assert.NotNull(last.Answer.Problem);
    }

    [Fact]
    public async Task Send_ServiceRefusesAField_IsSaidThere()
    {
        var sending = _session.SendAsync("Hi");
        (await _answers.NextAsync()).Fail(new MultiLLMApiException(null, "invalid_request", "top_k is too large.", "top_k"));
        await sending;

        Assert.Equal("top_k is too large.", _session.FieldProblems["top_k"]);
    }

    [Fact]
    public async Task Retry_Answer_IsReplaced()
    {
        await SayAsync("One", "Bad answer");
        var retrying = _session.RetryAsync(_session.Conversation.Messages[1].Id);
        (await _answers.NextAsync()).End(ScriptedAnswers.Reply("Good answer"));
        await retrying;

        Assert.Equal(["One", "Good answer"], _session.Conversation.Messages.Select(message => message.Text));
        Assert.Equal("One", _answers.Requests[1].Message);
        Assert.Empty(_answers.Requests[1].ConversationHistory!);
    }

    [Fact]
    public async Task Edit_Message_GoesOnFromThere()
    {
        await SayAsync("One", "First");
        await SayAsync("Two", "Second");
        var editing = _session.EditAsync(_session.Conversation.Messages[0].Id, "Uno");
        (await _answers.NextAsync()).End(ScriptedAnswers.Reply("Primo"));

        Assert.True(await editing);
        Assert.Equal(["Uno", "Primo"], _session.Conversation.Messages.Select(message => message.Text));
    }

    [Fact]
    public async Task Open_WhileAnswering_KeepsTheOtherConversation()
    {
        Conversation? kept = null;
        _session.EndedElsewhere += conversation => kept = conversation;
        var sending = _session.SendAsync("Hi");
        (await _answers.NextAsync()).Say("Half");
        await Task.Delay(50);
        _session.Open(Conversation.Begin(default));
        Assert.False(_session.Busy);
        await sending;

        Assert.Equal(["Hi", "Half"], kept!.Messages.Select(message => message.Text));
        Assert.True(_session.Conversation.IsEmpty);
    }

    [Fact]
    public async Task Vote_Answer_IsSentAndKept()
    {
        await SayAsync("One", "First");

        Assert.Equal(1.2, (await _session.VoteAsync(_session.Conversation.Messages[1], -1))!.QualityAfter);
        Assert.Equal(("sel-1", -1), Assert.Single(_answers.Votes));
        Assert.Equal(-1, _session.Conversation.Messages[1].Answer!.Vote);
    }

    private async Task SayAsync(string question, string answer)
    {
        var sending = _session.SendAsync(question);
        (await _answers.NextAsync()).End(ScriptedAnswers.Reply(answer));
        Assert.True(await sending);
    }
}
