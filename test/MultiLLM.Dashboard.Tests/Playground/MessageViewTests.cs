using Bunit;
using MultiLLM.Dashboard.Answers;
using MultiLLM.Dashboard.Playground;
using MultiLLM.Dashboard.Playground.Conversations;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Playground;

public sealed class MessageViewTests : ChatTest
{
    private const string Attack = "<script>alert(1)</script><img src=x onerror=alert(1)>\u202E\u001b[31m";

    [Fact]
    public void Person_Attack_IsText()
    {
        var view = Render(Message.Of(Speaker.Person, Attack, Now));

        Assert.Empty(view.FindAll("script, img"));
        Assert.Equal(Attack.Replace('\u202E', '\uFFFD').Replace('\u001b', '\u241b'), view.Find(".bubble").TextContent);
    }

    [Fact]
    public void Model_AttackEverywhere_IsText()
    {
        var reply = ScriptedAnswers.Reply(Attack, Attack) with { Notice = Attack };
        var facts = AnswerFacts.Of(reply with { Selection = reply.Selection with { Reason = Attack } }) with { Problem = new ChatProblem(Attack, null) };

        var view = Render(Message.Of(Speaker.Model, Attack, Now, facts));

        Assert.Empty(view.FindAll("script, img, [onerror]"));
        Assert.DoesNotContain('\u202E', view.Markup);
        Assert.Contains("<script>", view.Find(".chip").TextContent);
    }

    [Fact]
    public void Model_AutomaticAnswer_SaysWhyWithAlternatives()
    {
        var view = Render(Message.Of(Speaker.Model, "Hi", Now, AnswerFacts.Of(ScriptedAnswers.Reply("Hi"))));

        Assert.Contains("It suits the question.", view.Find("[data-testid=why]").TextContent);
        Assert.Equal(2, view.FindAll("[data-testid=alternatives] tbody tr").Count);
        Assert.Contains("ruled out", view.Find("[data-testid=alternatives]").TextContent);
        Assert.Contains("12 tokens", view.Find(".figures-line").TextContent);
        Assert.Contains("first token after 750 ms", view.Find(".figures-line").TextContent);
    }

    [Fact]
    public void Model_NamedModel_SaysNoReason() =>
        Assert.Empty(Render(Message.Of(Speaker.Model, "Hi", Now, AnswerFacts.Of(ScriptedAnswers.Reply("Hi", requested: "tiny")))).FindAll("[data-testid=why]"));

    [Theory]
    [InlineData(AnswerEnd.Stopped, "Half", "Stopped here.")]
    [InlineData(AnswerEnd.Stopped, "", "Stopped before it began.")]
    [InlineData(AnswerEnd.Broken, "Half", "It broke off here. What had come is kept.")]
    [InlineData(AnswerEnd.Broken, "", "No answer came.")]
    public void Model_NotWhole_SaysHowItEnded(AnswerEnd end, string text, string expected) =>
        Assert.Equal(expected, Render(Message.Of(Speaker.Model, text, Now, new AnswerFacts { End = end })).Find(".ended").TextContent);

    [Fact]
    public void Model_Problem_IsSaidWithWhatToDo()
    {
        var view = Render(Message.Of(Speaker.Model, "", Now, new AnswerFacts { End = AnswerEnd.Broken, Problem = new ChatProblem("Too many wait.", "Try again in 2 s.") }));

        Assert.Contains("Too many wait.", view.Find("[role=alert]").TextContent);
        Assert.Contains("Try again in 2 s.", view.Find("[role=alert]").TextContent);
    }

    [Fact]
    public void Vote_Down_IsToldToThePage()
    {
        var rating = 0;
        var view = Render<MessageView>(parameters => parameters
            .Add(view => view.Message, Message.Of(Speaker.Model, "Hi", Now, AnswerFacts.Of(ScriptedAnswers.Reply("Hi")))).Add(view => view.OnVote, vote =>
            {
                rating = vote;
                return Task.FromResult("Thank you.");
            }));

        view.Find("[data-testid=down]").Click();

        Assert.Equal(-1, rating);
        Assert.Contains("Thank you.", view.Find(".message-actions").TextContent);
    }

    [Fact]
    public void Actions_WhileAnswering_CannotEditOrRetry()
    {
        var view = Render<MessageView>(parameters => parameters.Add(view => view.Message, Message.Of(Speaker.Person, "Hi", Now)).Add(view => view.Busy, true).Add(view => view.CanRetry, true));

        Assert.True(view.Find("[data-testid=edit]").HasAttribute("disabled"));
        Assert.True(view.Find("[data-testid=retry]").HasAttribute("disabled"));
    }

    [Fact]
    public void Edit_Message_SaysWhatIsRemoved()
    {
        var view = Render<MessageView>(parameters => parameters.Add(view => view.Message, Message.Of(Speaker.Person, "Hi", Now)).Add(view => view.Following, 3));

        view.Find("[data-testid=edit]").Click();

        Assert.Contains("what follows (3) is removed", view.Markup);
        Assert.Single(view.FindAll("textarea"));
    }

    private IRenderedComponent<MessageView> Render(Message message) => Render<MessageView>(parameters => parameters.Add(view => view.Message, message));
}
