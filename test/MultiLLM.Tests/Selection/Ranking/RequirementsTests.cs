using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Tests.Selection.Ranking;

/// <summary>Each hard requirement rules out what does not meet it, says why, and lets through what does.</summary>
public sealed class RequirementsTests
{
    [Fact]
    public void Tools_ModelWithout_IsRuledOut_UnknownFileMay()
    {
        var world = new RankingWorld().With("plain").With("unknown", quality: null).With("able").Change("able", m => m with { Entry = m.Entry! with { Capabilities = ["tools"] } });

        var ranked = world.Rank(Requests.Ask() with { Signs = new RequestSigns { WantsTools = true } });

        Assert.Equal(["able", "unknown"], ranked.Where(c => c.Eligible).Select(c => c.Model.Id).Order());
        Assert.Equal(["it does not call tools"], ranked.Single(c => !c.Eligible).Reasons);
    }

    [Theory]
    [InlineData(447, null, true)]
    [InlineData(449, null, false)]
    [InlineData(507, 5, true)]
    [InlineData(508, 5, false)]
    [InlineData(440, 100_000, true)]
    public void Context_LeavesRoomForAnAnswer(int prompt, int? answer, bool fits)
    {
        var world = new RankingWorld().With("small").Change("small", m => m with { TrainedContextLength = 512 });

        var candidate = world.Of("small", Requests.Ask() with { PromptTokens = prompt, MaxAnswerTokens = answer });

        Assert.Equal(fits, candidate.Eligible);
        if (!fits)
            Assert.Equal($"the prompt has about {prompt} tokens, which leaves no room for an answer in its context of 512", candidate.Reasons[0]);
    }

    [Fact]
    public void Context_AsLoaded_IsWhatCounts()
    {
        var world = new RankingWorld().With("m").Stand(new ModelResidency { ModelId = "m", State = ModelState.Ready, Loaded = new() { ContextLength = 256 } });

        Assert.False(world.Of("m", Requests.Ask() with { PromptTokens = 200 }).Eligible);
    }

    [Fact]
    public void Memory_MoreThanCanBeMadeFree_IsRuledOutWithBothNumbers()
    {
        var world = new RankingWorld { BudgetBytes = 8_000_000_000 }.With("large").With("pinned").With("idle");
        (world.Bytes["large"], world.Bytes["pinned"], world.Bytes["idle"]) = (6_000_000_000, 3_000_000_000, 2_000_000_000);
        world.Load("idle").Load("pinned", pinned: true);

        Assert.Equal("it needs 6.0 GB of memory, and 5.0 GB can be made free", world.Of("large", Requests.Ask()).Reasons[0]);
        Assert.True(world.Load("pinned", pinned: false).Of("large", Requests.Ask()).Eligible);
    }

    [Fact]
    public void Memory_AnswerIsLimited_SmallerContextWillDo()
    {
        var world = new RankingWorld { BudgetBytes = 4_000_000_000 }.With("large");
        world.Bytes["large"] = 6_000_000_000; // with less context half

        Assert.False(world.Of("large", Requests.Ask()).Eligible);
        Assert.True(world.Of("large", Requests.Ask() with { MaxAnswerTokens = 100 }).Eligible);
    }

    [Fact]
    public void Memory_BusyModels_CanLeaveAfterAWait()
    {
        var world = new RankingWorld { BudgetBytes = 8_000_000_000, Places = 1 }.With("wanted").With("busy");
        (world.Bytes["wanted"], world.Bytes["busy"]) = (6_000_000_000, 6_000_000_000);

        var idle = world.Load("busy").Of("wanted", Requests.Ask());
        var busy = world.Load("busy", inFlight: 1).Of("wanted", Requests.Ask());

        Assert.True(idle.Eligible && busy.Eligible);
        Assert.True(busy.Parts!.QueueSeconds > idle.Parts!.QueueSeconds);
        Assert.True(busy.Score < idle.Score);
    }

    [Fact]
    public void Places_AllPinned_RuledOut()
    {
        var world = new RankingWorld { Places = 1 }.With("a").With("b").Load("b", pinned: true);

        Assert.Equal("all 1 models that may be in memory at once are pinned", world.Of("a", Requests.Ask()).Reasons[0]);
        Assert.True(world.Of("b", Requests.Ask()).Eligible);
    }

    [Fact]
    public void Backoff_EndsByItself()
    {
        var world = new RankingWorld().With("m");
        var failing = new ModelResidency { ModelId = "m", State = ModelState.Failed, Failures = 3, BackoffUntil = RankingWorld.Now.AddSeconds(4) };

        Assert.Equal("it failed 3 times in a row and is left alone for another 4.0 s", world.Stand(failing).Of("m", Requests.Ask()).Reasons[0]);
        Assert.True(world.Stand(failing with { BackoffUntil = RankingWorld.Now.AddSeconds(-1) }).Of("m", Requests.Ask()).Eligible);
    }

    [Fact]
    public void OpenCircuit_RuledOutWithItsReason()
    {
        var world = new RankingWorld().With("m");
        world.OpenCircuits["m"] = "it kept crashing";

        Assert.Equal("it kept crashing", world.Of("m", Requests.Ask()).Reasons[0]);
    }

    [Fact]
    public void Permitted_NothingInTheRequestWidensIt()
    {
        var world = new RankingWorld { Permitted = ["small"] }.With("small", quality: 1).With("large", quality: 9, loaded: true);

        var ranked = world.Rank(Requests.Ask(wishes: new SelectionWishes { Allow = ["large", "small"], Preference = Preference.Quality }));

        Assert.Equal([("small", true), ("large", false)], ranked.Select(c => (c.Model.Id, c.Eligible)));
        Assert.Equal("the caller's key or the approvals of models do not permit it", ranked[1].Reasons[0]);
    }

    [Fact]
    public void AllowAndDeny_ByIdOrAliasWhateverTheCase()
    {
        var world = new RankingWorld().With("a").With("b").With("c").Change("b", m => m with { Aliases = ["gpt"] });

        Assert.Equal(["b"], Eligible(world, new SelectionWishes { Allow = ["GPT"] }));
        Assert.Equal(["a", "c"], Eligible(world, new SelectionWishes { Deny = ["B"] }));
        Assert.Equal([], Eligible(world, new SelectionWishes { Allow = ["a"], Deny = ["a"] }));
    }

    [Fact]
    public void LoadedOnly_WhatIsStillLoadingIsNot()
    {
        var world = new RankingWorld().With("a", loaded: true).With("b").Stand(new ModelResidency { ModelId = "b", State = ModelState.Loading }).With("c");

        Assert.Equal(["a"], Eligible(world, new SelectionWishes { LoadedOnly = true }));
    }

    [Fact]
    public void MaxSecondsAndMinQuality_RuleOutWithNumbers()
    {
        var world = new RankingWorld().With("slow", quality: 8, tokensPerSecond: 2.5, loaded: true).With("poor", quality: 2, tokensPerSecond: 100, loaded: true);

        Assert.Equal("it would take about 82 s, more than the 30 s allowed", world.Of("slow", Requests.Ask(wishes: new SelectionWishes { MaxSeconds = 30 })).Reasons[0]);
        Assert.Equal("its expected quality of 1.88 is below the 5.0 asked for", world.Of("poor", Requests.Ask(wishes: new SelectionWishes { MinQuality = 5 })).Reasons[0]);
        Assert.Equal("none", world.Best(Requests.Ask(wishes: new SelectionWishes { MaxSeconds = 30, MinQuality = 5 })));
    }

    private static string[] Eligible(RankingWorld world, SelectionWishes wishes) =>
        [.. world.Rank(Requests.Ask(wishes: wishes)).Where(c => c.Eligible).Select(c => c.Model.Id).Order()];
}
