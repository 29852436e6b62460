using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Tests.Selection.Understanding;

public sealed class ConversationsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Conversations _conversations;

    public ConversationsTests() => _conversations = new Conversations(_time);

    [Fact]
    public void Locate_FirstQuestion_IsANewConversation()
    {
        Ask("one", User("Hello there"));

        Assert.Null(Find(User("Hello you")).Before);
        Assert.NotEqual(Find(User("Hello you")).Id, Find(User("Hello you")).Id);
    }

    [Fact]
    public void Locate_NextTurn_KnowsWhoAnsweredWhatAndHowMuchItHolds()
    {
        var id = Ask("one", User("Hello there"), tokens: 50);

        var next = Find(User("Hello there"), Assistant("answer"), User("And?"));

        Assert.Equal(id, next.Id);
        Assert.Equal(("one", ModelTask.Chat, 1, 50, 0, id), (next.Before!.ModelId, next.Before.Task, next.Before.Turns, next.Before.CachedTokens, next.Before.Moves, next.Before.Id));
        Assert.Equal(_time.GetUtcNow(), next.Before.AnsweredAt);
        Assert.False(next.Before.AsksAgain);
    }

    [Theory]
    [InlineData(" answer\n")]
    [InlineData("something that the client made of it")]
    public void Locate_AnswerSentBackChanged_IsKnownAllTheSame(string answer)
    {
        var id = Ask("one", User("Hello there"));

        Assert.Equal(id, Find(User("Hello there"), Assistant(answer), User("And?")).Id);
    }

    [Fact]
    public void Locate_TwoThatBeganAlike_AreToldApartByTheirAnswers()
    {
        var first = Ask("one", [User("Hello there")], answer: "good day");
        var second = Ask("two", [User("Hello there")], answer: "hi");

        Assert.Equal(first, Find(User("Hello there"), Assistant("good day"), User("And?")).Id);
        Assert.Equal(second, Find(User("Hello there"), Assistant("hi"), User("And?")).Id);
    }

    [Fact]
    public void Locate_SeveralMessagesMore_IsKnown()
    {
        var id = Ask("one", User("What is the weather?"));
        var call = new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c1", "weather"), new FunctionCallContent("c2", "weather")]);

        var next = Find(
            User("What is the weather?"), call, new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c1", "rain")]),
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c2", "sun")]), User("in Rome, I mean"), User("today"));

        Assert.Equal(id, next.Id);
    }

    [Fact]
    public void Locate_ToolResultsOfOtherCalls_AreAnotherRequest()
    {
        ChatMessage Result(string call) => new(ChatRole.Tool, [new FunctionResultContent(call, "rain")]);
        Ask("one", User("weather"), Result("c1"));

        Assert.Null(Find(User("weather"), Result("c2")).Before);
    }

    [Fact]
    public void Locate_EarlierQuestionChanged_GoesOnFromBeforeIt()
    {
        Ask("one", User("a question"), tokens: 10);
        var id = Ask("two", [User("a question"), Assistant("answer"), User("its successor")], tokens: 20);

        var edited = Find(User("a question"), Assistant("answer"), User("another successor"));

        Assert.Equal((id, "one", 10), (edited.Id, edited.Before!.ModelId, edited.Before.CachedTokens));
    }

    [Fact]
    public void Locate_SameMessagesAfterAWholeAnswer_AsksAgainAndIsTheSameTurn()
    {
        ChatMessage[] messages = [User("a question"), Assistant("answer"), User("its successor")];
        Ask("one", User("a question"));
        Ask("one", messages);

        var again = Find(messages);
        Assert.True(again.Before!.AsksAgain);
        Ask("two", messages);

        var next = Find([.. messages, Assistant("answer"), User("thanks")]).Before!;
        Assert.Equal(("two", 2, 1, false), (next.ModelId, next.Turns, next.Moves, next.AsksAgain));
    }

    [Fact]
    public void Locate_SameMessagesAfterAnAnswerThatWasBrokenOff_IsNoSign()
    {
        ChatMessage[] messages = [User("a question"), Assistant("answer"), User("its successor")];
        Ask("one", messages, answer: null);

        Assert.False(Find(messages).Before!.AsksAgain);
    }

    [Fact]
    public void Locate_SameFirstQuestion_IsNoSign()
    {
        Ask("one", User("Hello there"));

        Assert.Null(Find(User("Hello there")).Before);
    }

    [Fact]
    public void Locate_StrangersWhoBeginAlike_ShareNothing()
    {
        var first = Ask("one", User("Hello there"));
        var second = Find(User("Hello there"));
        _conversations.Answered(second, new ConversationTurn("two", ModelTask.Chat, Answer("hi"), 1));

        Assert.NotEqual(first, second.Id);
        Assert.Equal(first, Find(User("Hello there"), Assistant("answer"), User("And?")).Id);
        Assert.Equal(second.Id, Find(User("Hello there"), Assistant("hi"), User("And?")).Id);
        Assert.Null(Find(User("Hello there"), Assistant("something that the client made of it"), User("And?")).Before); // could be either's
    }

    [Fact]
    public void Locate_OtherCallerWithTheSameMessages_IsAnotherConversation()
    {
        ChatMessage[] messages = [User("Hello there"), Assistant("answer"), User("And?")];
        var mine = _conversations.Locate([messages[0]], null, "10.0.0.1");
        _conversations.Answered(mine, new ConversationTurn("one", ModelTask.Chat, Answer("answer"), 1));

        Assert.Equal(mine.Id, _conversations.Locate(messages, null, "10.0.0.1").Id);
        Assert.Null(_conversations.Locate(messages, null, "10.0.0.2").Before);
        Assert.Null(_conversations.Locate(messages, null).Before);
    }

    [Fact]
    public void Locate_OtherCallerWithTheSameName_IsAnotherConversation()
    {
        var mine = _conversations.Locate([User("x")], "main", "10.0.0.1");
        _conversations.Answered(mine, new ConversationTurn("one", ModelTask.Chat, null, 1));

        Assert.Equal("one", _conversations.Locate([User("y")], "main", "10.0.0.1").Before!.ModelId);
        Assert.Null(_conversations.Locate([User("x")], "main", "10.0.0.2").Before);
    }

    [Fact]
    public void Locate_OldestTurnsDropped_IsKnownButNothingOfItIsCached()
    {
        List<ChatMessage> messages = [System("Be kind.")];
        string? id = null;
        for (var turn = 0; turn < 6; turn++)
        {
            messages.Add(User($"This is question number {turn}, and it is long enough."));
            id = Ask("one", [.. messages]);
            messages.Add(Assistant("answer"));
        }
        messages.Add(User("And now?"));

        var next = Find([messages[0], .. messages[5..]]);

        Assert.Equal((id, "one", 6, 0), (next.Id, next.Before!.ModelId, next.Before.Turns, next.Before.CachedTokens));
    }

    [Fact]
    public void Locate_OldestTurnsDroppedFromSmallTalk_CouldBeAnybodys()
    {
        ChatMessage[] messages = [User("a question"), Assistant("answer"), User("ok"), Assistant("ok"), User("go on")];
        Ask("one", messages);

        Assert.Null(Find(User("ok"), Assistant("ok"), User("go on"), Assistant("answer"), User("go on")).Before);
    }

    [Fact]
    public void Locate_NamedByItsCaller_IsThatOneWhateverItsMessages()
    {
        Ask("one", [User("Hello there")], name: "mine");

        Assert.Equal("one", Locate("mine", User("something else")).Before!.ModelId);
        Assert.Null(Locate("yours", User("Hello there"), Assistant("answer"), User("And?")).Before);
        Assert.Null(Find(User("Hello there"), Assistant("answer"), User("And?")).Before);
        Assert.Equal("yours", Locate("yours", User("x")).Id);
    }

    [Fact]
    public void Answered_AnotherModel_CountsAMove()
    {
        Ask("one", User("Hello there"));
        Ask("two", [User("Hello there"), Assistant("answer"), User("And?")]);

        var state = Find(User("Hello there"), Assistant("answer"), User("And?"), Assistant("answer"), User("So?")).Before!;

        Assert.Equal(("two", 2, 1), (state.ModelId, state.Turns, state.Moves));
    }

    [Fact]
    public void Answered_MoreThanItHolds_ForgetsTheLeastRecentlyUsed()
    {
        var few = new Conversations(capacity: 6, _time);
        for (var i = 0; i < 10; i++)
            few.Answered(few.Locate([User($"question {i}")], null), new ConversationTurn("one", ModelTask.Chat, Answer("answer"), 1));

        Assert.Null(few.Locate([User("question 6"), Assistant("answer"), User("x")], null).Before);
        Assert.NotNull(few.Locate([User("question 9"), Assistant("answer"), User("x")], null).Before);
        Assert.NotNull(few.Locate([User("question 7"), Assistant("answer"), User("x")], null).Before);
    }

    [Fact]
    public void Locate_NoMessages_IsNoConversation()
    {
        var place = Find();
        _conversations.Answered(place, new ConversationTurn("one", ModelTask.Chat, null, 1));

        Assert.Null(place.Id);
        Assert.Null(Find().Before);
    }

    [Fact]
    public void Locate_TenThousandMessages_TakesNoLongerPerMessage() => Growth.IsLinear(10_000, count =>
    {
        var messages = Enumerable.Range(0, count).Select(i => i % 2 == 0 ? User($"question {i} {new string('x', 100)}") : Assistant($"answer {i}")).ToArray();
        return () => Ask("one", messages);
    });

    private string? Ask(string model, ChatMessage message, int tokens = 1) => Ask(model, [message], tokens);

    private string? Ask(string model, params ChatMessage[] messages) => Ask(model, messages, tokens: 1);

    private string? Ask(string model, ChatMessage[] messages, int tokens = 1, string? answer = "answer", string? name = null)
    {
        var place = Locate(name, messages);
        _conversations.Answered(place, new ConversationTurn(model, ModelTask.Chat, answer is null ? null : Answer(answer), tokens));
        return place.Id;
    }

    private ConversationPlace Find(params ChatMessage[] messages) => Locate(null, messages);

    private ConversationPlace Locate(string? name, params ChatMessage[] messages) => _conversations.Locate(messages, name);

    private static UInt128 Answer(string text)
    {
        var digest = new TextDigest();
        digest.Append(text);
        return digest.Current;
    }

    private static ChatMessage System(string text) => new(ChatRole.System, text);

    private static ChatMessage User(string text) => new(ChatRole.User, text);

    private static ChatMessage Assistant(string text) => new(ChatRole.Assistant, text);
}
