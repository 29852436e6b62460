using Microsoft.Extensions.AI;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Events;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection.Ranking;

namespace MultiLLM.Tests.Selection;

/// <summary>Who answers when models fail.</summary>
public sealed class FallbackTests
{
    private static FakeModel[] Three() => [new("best", 9), new("good", 6), new("fair", 3)];

    [Theory]
    [InlineData(ErrorCode.ModelLoadFailed)]
    [InlineData(ErrorCode.InsufficientMemory)]
    public async Task Ask_BestDoesNotLoad_TheNextAnswersAndItIsRecorded(ErrorCode code)
    {
        await using var world = new SelectionWorld(Three());
        world["best"].DoesNotLoad(code);

        var decision = await world.AskAsync();

        Assert.Equal("good", decision.Model.Id);
        Assert.Equal(("best", "best does not load"), (decision.Fallbacks.Single().ModelId, decision.Fallbacks[0].Reason));
        Assert.Contains("best failed", decision.Reason);
        Assert.Equal(decision.Id, world.Decisions.Single().Decision.Id);
        var told = Assert.Single(world.Events, happened => happened.Kind == EventKinds.Fallback);
        Assert.Equal("best", told.ModelId);
        Assert.Contains("good", told.Message);
        Assert.Equal(0, world.Residency.LeasesOut);
    }

    [Fact]
    public async Task Ask_BestCrashesBeforeItsFirstWord_IsTriedOnceMoreThenTheNext()
    {
        await using var world = new SelectionWorld(Three());
        world["best"].Fails(times: 2);

        var decision = await world.AskAsync();

        Assert.Equal(("good", 2), (decision.Model.Id, world["best"].Asked));
        Assert.Equal(["best", "best"], decision.Fallbacks.Select(attempt => attempt.ModelId));
    }

    [Fact]
    public async Task Ask_BestCrashesOnce_AnswersAtTheSecondAttempt()
    {
        await using var world = new SelectionWorld(Three());
        world["best"].Fails().Says("here it is");

        var decision = await world.AskAsync();

        Assert.Equal("best", decision.Model.Id);
        Assert.Contains("second attempt", decision.Reason);
        Assert.Empty(world.Events);
    }

    [Fact]
    public async Task Ask_AllFail_EndsAfterTheChainAndSaysWhoFailed()
    {
        await using var world = new SelectionWorld([("MaxFallbacks", "1")], Three());
        foreach (var id in (string[])["best", "good", "fair"])
            world[id].DoesNotLoad(times: 9);

        var error = await world.FailAsync();

        Assert.Contains("good: good does not load", error.Message);
        Assert.Contains("Before it failed best: best does not load", error.Message);
        Assert.Equal(0, world["fair"].Asked);
    }

    [Theory]
    [InlineData(ErrorCode.InvalidRequest)]
    [InlineData(ErrorCode.InvalidGrammar)]
    [InlineData(ErrorCode.UnsupportedSchema)]
    [InlineData(ErrorCode.TemplateFailed)]
    [InlineData(ErrorCode.Cancelled)]
    [InlineData(ErrorCode.QueueFull)]
    [InlineData(ErrorCode.ShuttingDown)]
    public async Task Ask_RequestsOwnFault_FailsAtOnceAndNeverCountsAgainstTheModel(ErrorCode code)
    {
        await using var world = new SelectionWorld(Three());
        world["best"].Fails(code, times: 9);

        for (var i = 0; i < 5; i++)
            Assert.Equal(code, (await world.FailAsync()).Code);

        Assert.Equal((5, 0), (world["best"].Asked, world["good"].Asked));
        Assert.Empty(world.Get<Core.Selection.ICircuits>().Open);
        Assert.Equal(0, world.Evidence("best").Weight);
    }

    [Fact]
    public async Task Ask_PromptTooLongForTheBest_GoesToALongerContextOnlyAndCountsAgainstNobody()
    {
        await using var world = new SelectionWorld([("ContextLength", "8192")], new FakeModel("best", 9, context: 2048), new FakeModel("good", 6, context: 1024), new FakeModel("long", 3, context: 8192));
        world["best"].Fails(ErrorCode.ContextLengthExceeded, times: 5);

        for (var i = 0; i < 4; i++)
            Assert.Equal("long", (await world.AskAsync()).Model.Id);

        Assert.Equal(0, world["good"].Asked);
        Assert.Empty(world.Get<Core.Selection.ICircuits>().Open);
    }

    [Fact]
    public async Task Ask_PromptTooLongForTheLongest_SaysSo()
    {
        await using var world = new SelectionWorld(Three());
        world["best"].Fails(ErrorCode.ContextLengthExceeded);

        Assert.Equal(ErrorCode.ContextLengthExceeded, (await world.FailAsync()).Code);
    }

    [Fact]
    public async Task Ask_KeepsFailing_IsPassedOverUntilItRecovers()
    {
        await using var world = new SelectionWorld(Three());
        world["best"].Fails(times: 3).Says("well again");
        await world.AskAsync();
        await world.AskAsync();

        Assert.Equal("good", (await world.AskAsync()).Model.Id);
        Assert.Equal(3, world["best"].Asked);
        Assert.Contains(world.Decisions[0].Decision.Candidates, c => c.Model.Id == "best" && !c.Eligible && c.Reasons[0].Contains("passed over"));

        world.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("best", (await world.AskAsync()).Model.Id);
        Assert.Equal("best", (await world.AskAsync()).Model.Id);
    }

    [Fact]
    public async Task Ask_TwoRequestsAfterThePause_OneTriesTheOtherGoesElsewhere()
    {
        await using var world = new SelectionWorld(Three());
        world["best"].Fails(times: 3).Says("well again and long");
        await world.AskAsync();
        await world.AskAsync();
        world.Time.Advance(TimeSpan.FromSeconds(10));

        await using var trial = world.Chat.GetStreamingResponseAsync("hello there").GetAsyncEnumerator();
        Assert.True(await trial.MoveNextAsync());
        var beside = await world.AskAsync();

        Assert.Equal(("best", "good"), (trial.Current.Decision!.Model.Id, beside.Model.Id));
    }

    [Fact]
    public async Task Ask_RefusedBecauseItBacksOff_IsNoNewFailure()
    {
        await using var world = new SelectionWorld(Three());
        world["best"].DoesNotLoad(times: 9, retryAfter: TimeSpan.FromSeconds(3));

        for (var i = 0; i < 5; i++)
            Assert.Equal("good", (await world.AskAsync()).Model.Id);

        Assert.Empty(world.Get<Core.Selection.ICircuits>().Open);
    }

    [Fact]
    public async Task Ask_BreaksOffAfterItsFirstWord_FailsAndCountsButNobodyElseIsAsked()
    {
        await using var world = new SelectionWorld(Three());
        world["best"].BreaksOffAfter("well").BreaksOffAfter("well").BreaksOffAfter("well");

        for (var i = 0; i < 3; i++)
            Assert.Equal(ErrorCode.RunnerCrashed, (await world.FailAsync()).Code);

        Assert.Equal((3, 0), (world["best"].Asked, world["good"].Asked));
        Assert.Equal(["best"], world.Get<Core.Selection.ICircuits>().Open.Keys);
        Assert.Equal(0, world.Residency.LeasesOut);
    }

    [Fact]
    public async Task Ask_NamedModelFails_NobodyElseIsAsked()
    {
        await using var world = new SelectionWorld(Three());
        world["fair"].DoesNotLoad();

        Assert.Equal(ErrorCode.ModelLoadFailed, (await world.FailAsync("fair")).Code);
    }

    [Fact]
    public async Task Ask_NamedModelWithItsOwnChain_GoesAlongItInOrder()
    {
        await using var world = new SelectionWorld(Three());
        world["fair"].DoesNotLoad();
        world["good"].DoesNotLoad();

        var decision = await world.AskAsync(model: "fair", wishes: new SelectionWishes { Fallbacks = ["good", "fair", "best"] });

        Assert.Equal("best", decision.Model.Id);
        Assert.Equal(["fair", "good"], decision.Fallbacks.Select(attempt => attempt.ModelId));
    }

    [Fact]
    public async Task Ask_NamedModelThatKeepsFailingWithItsOwnChain_IsPassedOverUntilItRecovers()
    {
        await using var world = new SelectionWorld(Three());
        var wishes = new SelectionWishes { Fallbacks = ["good"] };
        world["fair"].Fails(times: 3).Says("well again");
        await world.AskAsync(model: "fair", wishes: wishes);
        await world.AskAsync(model: "fair", wishes: wishes);
        var asked = world["fair"].Asked;

        Assert.Equal("good", (await world.AskAsync(model: "fair", wishes: wishes)).Model.Id);
        Assert.Equal(asked, world["fair"].Asked);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("fair", (await world.AskAsync(model: "fair", wishes: wishes)).Model.Id);
    }

    [Theory]
    [InlineData("fair", new[] { "nobody" }, ErrorCode.ModelNotFound)]
    [InlineData("fair", new[] { "good", "good", "good", "good", "good", "good", "good", "good", "good" }, ErrorCode.InvalidRequest)]
    [InlineData("auto", new[] { "good" }, ErrorCode.InvalidRequest)]
    public async Task Ask_ImpossibleChain_IsRefusedNamingTheField(string model, string[] fallbacks, ErrorCode code)
    {
        await using var world = new SelectionWorld(Three());

        var error = await world.FailAsync(model, new SelectionWishes { Fallbacks = fallbacks });

        Assert.Equal((code, "fallbacks"), (error.Code, error.Param));
    }

    [Fact]
    public async Task Ask_NamedModelThatKeepsFailing_IsAskedAllTheSame()
    {
        await using var world = new SelectionWorld(Three());
        world["best"].Fails(times: 4).Says("well again");
        await world.FailAsync("best");
        await world.FailAsync("best");

        Assert.Equal("best", (await world.AskAsync(model: "best")).Model.Id);
    }
}
