using Bunit;
using MultiLLM.Dashboard.Answers;
using MultiLLM.Dashboard.Compare;
using MultiLLM.Dashboard.Playground.Conversations;
using MultiLLM.Dashboard.RichText;
using MultiLLM.Dashboard.Shared;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Compare;

public sealed class CompareViewTests : ChatTest
{
    [Theory]
    [InlineData(ComparedState.Waiting, "Its turn comes after the others'.")]
    [InlineData(ComparedState.Answering, "Waiting for the first words…")]
    public void Column_BeforeItsFirstWords_SaysWhatItWaitsFor(ComparedState state, string expected) =>
        Assert.Contains(expected, Column(new ComparedAnswer("tiny") { State = state }).Markup);

    [Fact]
    public void Column_Attack_IsText()
    {
        const string attack = "<script>alert(1)</script>";
        var column = Column(new ComparedAnswer(attack) { Growing = new GrowingAnswer(attack, RichTextParser.Parse(attack)) });

        Assert.Empty(column.FindAll("script"));
        Assert.Equal(attack, column.Find("h2").TextContent);
    }

    [Fact]
    public void Column_Ended_TakesAVoteAndSaysWhatCameOfIt()
    {
        var rating = 0;
        var column = Render<ComparedAnswerView>(parameters => parameters.Add(column => column.Answer, Ended(ScriptedAnswers.Reply("x")))
            .Add(column => column.OnVote, given => Task.FromResult($"Thank you, {rating = given}.")));

        column.Find("[aria-label='Bad answer of tiny']").Click();

        Assert.Equal("Thank you, -1.", column.Find("[data-testid=voted]").TextContent);
    }

    [Fact]
    public void Column_NotEnded_TakesNoVote() =>
        Assert.Empty(Render<ComparedAnswerView>(parameters => parameters.Add(column => column.Answer, new ComparedAnswer("tiny") { State = ComparedState.Answering })
            .Add(column => column.OnVote, _ => Task.FromResult(""))).FindAll("[data-testid=up]"));

    [Fact]
    public void Figures_TwoAnswers_NameTheBest()
    {
        var slow = ScriptedAnswers.Reply("x", "slow") with { ProcessingTime = 9 };
        var quick = ScriptedAnswers.Reply("x", "quick");
        quick = quick with { Timings = quick.Timings with { TokensPerSecond = 99 } };

        var table = Render<ComparedFigures>(parameters => parameters.Add(table => table.Answers, [Ended(slow), Ended(quick)]));

        Assert.Contains("99.0 tokens/s best", table.FindAll("tbody tr")[1].TextContent);
        Assert.DoesNotContain("12.0 tokens/s best", table.Markup);
        Assert.Contains("2.00 s best", table.FindAll("tbody tr")[1].TextContent);
        Assert.Contains("machine to itself", table.Markup);
    }

    [Fact]
    public void Form_FourModels_TakesNoFifth()
    {
        var form = Render<CompareForm>(parameters => parameters.Add(form => form.Models, [.. "abcde".Select(c => new ModelChoice($"{c}", $"{c}"))]));
        form.Find("[data-testid=model-c]").Change(true);
        form.Find("[data-testid=model-d]").Change(true);

        Assert.True(form.Find("[data-testid=model-e]").HasAttribute("disabled"));
        Assert.Single(form.FindAll("[data-testid=blind-switch]"));
    }

    [Fact]
    public void Form_NoPrompt_SaysSo()
    {
        var form = Render<CompareForm>(parameters => parameters.Add(form => form.Models, [new ModelChoice("a", "a"), new ModelChoice("b", "b")]));

        form.Find("form").Submit();

        Assert.Equal("Write a prompt first.", form.Find("[role=alert]").TextContent);
    }

    [Fact]
    public void Blind_BeforeTheVote_HidesWhoItWas()
    {
        var vote = "";
        var blind = Render<BlindView>(parameters => parameters.Add(blind => blind.Comparison, new BlindComparison("cmp-1", [new("A", "One"), new("B", "Two")], null))
            .Add(blind => blind.OnVote, winner => vote = winner));

        blind.FindAll("[data-testid=vote]")[1].Click();

        Assert.Equal("B", vote);
        Assert.Equal(["A", "B"], blind.FindAll("h3").Select(head => head.TextContent));
    }

    [Fact]
    public void Blind_AfterTheVote_TellsWhoItWas()
    {
        var blind = Render<BlindView>(parameters => parameters.Add(blind => blind.Comparison,
            new BlindComparison("cmp-1", [new("A", "One", null, "tiny", "12 tokens"), new("B", "Two", null, "big", "9 tokens")], "A")));

        Assert.Equal(["A: tiny (your vote)", "B: big"], blind.FindAll("h3").Select(head => head.TextContent));
        Assert.Empty(blind.FindAll("[data-testid=vote]"));
    }

    private static ComparedAnswer Ended(Contracts.Api.ChatReply reply) => new(reply.ModelId) { State = ComparedState.Ended, Facts = AnswerFacts.Of(reply) };

    private IRenderedComponent<ComparedAnswerView> Column(ComparedAnswer answer) => Render<ComparedAnswerView>(parameters => parameters.Add(column => column.Answer, answer));
}
