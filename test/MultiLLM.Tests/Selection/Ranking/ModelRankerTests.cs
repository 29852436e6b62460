using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Tests.Selection.Ranking;

public sealed class ModelRankerTests
{
    private static readonly SelectionWishes Fast = new() { Preference = Preference.Fast };
    private static readonly SelectionWishes Quality = new() { Preference = Preference.Quality };

    [Fact]
    public void Preference_FastQuality_TheQuickOneTheGoodOne()
    {
        var world = new RankingWorld().With("good", quality: 9, tokensPerSecond: 5, loaded: true).With("quick", quality: 6, tokensPerSecond: 60, loaded: true);

        Assert.Equal("quick", world.Best(Requests.Ask(wishes: Fast)));
        Assert.Equal("good", world.Best(Requests.Ask(wishes: Quality)));
    }

    [Fact]
    public void Difficulty_HardRequestsGoToTheStronger_EasyOnesToTheQuicker()
    {
        var world = new RankingWorld().With("strong", quality: 9, tokensPerSecond: 8, loaded: true).With("weak", quality: 7, tokensPerSecond: 50, loaded: true);

        Assert.Equal("strong", world.Best(Requests.Ask(ModelTask.Reasoning, Difficulty.High)));
        Assert.Equal("weak", world.Best(Requests.Ask(ModelTask.Reasoning, Difficulty.Low)));
    }

    [Fact]
    public void UnknownFiles_TheCodeModelForCode_TheLargerChatModelElse()
    {
        var world = new RankingWorld().With("chat-1b", quality: null).With("chat-7b", quality: null).With("code-1b", quality: null);
        world.Change("chat-7b", m => m with { Parameters = 7_000_000_000 }).Change("code-1b", m => m with { Kind = ModelKind.Code });

        Assert.Equal("code-1b", world.Best(Requests.Ask(ModelTask.Code)));
        Assert.Equal("chat-7b", world.Best(Requests.Ask(ModelTask.Knowledge)));
    }

    [Fact]
    public void TaskIsUnsure_ExpectedQualityOverTheLikelyTasksDecides()
    {
        var world = new RankingWorld().With("coder", loaded: true).With("all-round", loaded: true);
        Score("coder", (ModelTask.Code, 9), (ModelTask.Writing, 2));
        Score("all-round", (ModelTask.Code, 6), (ModelTask.Writing, 6));

        Assert.Equal("coder", world.Best(Requests.Ask(ModelTask.Code)));
        Assert.Equal("all-round", world.Best(Requests.Ask() with { Reading = Requests.Unsure((ModelTask.Code, 0.5), (ModelTask.Writing, 0.5)) }));

        void Score(string id, params (ModelTask Task, double Score)[] scores) => world.Change(
            id, m => m with { Entry = m.Entry! with { Quality = scores.ToDictionary(s => s.Task, s => new QualityScore(s.Score, "test")) } });
    }

    [Fact]
    public void Load_IsCounted_AlsoWhatItCostsOthers()
    {
        var world = new RankingWorld { Places = 1 }.With("here", quality: 5, loaded: true).With("there", quality: 5.3, loadSeconds: 10);

        var there = world.Of("there", Requests.Ask()).Parts!;

        Assert.Equal("here", world.Best(Requests.Ask()));
        Assert.Equal((10, 0.5 * 2), (there.LoadSeconds, there.OthersSeconds)); // the other's load, as often as it is wanted again
        world.Places = 2;
        Assert.Equal(0, world.Of("there", Requests.Ask()).Parts!.OthersSeconds);
    }

    [Fact]
    public void Copies_RequestsThatComeTogether_AreSharedEvenly()
    {
        var world = new RankingWorld().With("one", loaded: true).With("two", loaded: true);
        for (var i = 0; i < 16; i++)
        {
            var best = world.Best(Requests.Ask()); // none of those before it stands in a queue yet
            world.Underway[best] = world.Underway.GetValueOrDefault(best) + 1;
        }

        Assert.Equal((8, 8), (world.Underway["one"], world.Underway["two"]));
    }

    [Fact]
    public void Copies_MeasuredAtBusierAndQuieterMoments_AreEquallyFast()
    {
        var world = new RankingWorld().With("one", tokensPerSecond: 400, loaded: true).With("two", tokensPerSecond: 90, loaded: true).With("other", tokensPerSecond: 90, loaded: true);
        foreach (var (id, bytes) in (ReadOnlySpan<(string, long)>)[("one", 7000), ("two", 7000), ("other", 7001)])
            world.Change(id, model => model with { Architecture = "llama", SizeBytes = bytes });

        var seconds = world.Rank(Requests.Ask()).ToDictionary(candidate => candidate.Model.Id, candidate => candidate.Parts!.TotalSeconds);

        Assert.Equal(seconds["one"], seconds["two"], 9);
        Assert.True(seconds["other"] > seconds["two"]);
    }

    [Fact]
    public void Copies_RequestInFlightAndUnderway_CountsOnce()
    {
        var world = new RankingWorld().With("one", loaded: true).Load("one", inFlight: 3);
        var before = world.Of("one", Requests.Ask()).Parts;

        world.Underway["one"] = 3;

        Assert.Equal(before, world.Of("one", Requests.Ask()).Parts);
        world.Underway["one"] = 4;
        Assert.True(world.Of("one", Requests.Ask()).Parts!.TotalSeconds > before!.TotalSeconds);
    }

    [Fact]
    public void Loading_CountsWhatIsLeftOfIt()
    {
        var world = new RankingWorld().With("m", loadSeconds: 8).Stand(new ModelResidency { ModelId = "m", State = ModelState.Loading, LoadProgress = 0.75 });

        Assert.Equal(2, world.Of("m", Requests.Ask()).Parts!.LoadSeconds);
    }

    [Fact]
    public void Queue_BeyondTheSlots_Waits()
    {
        var world = new RankingWorld().With("m").Load("m", inFlight: 3);
        Assert.Equal(0, world.Of("m", Requests.Ask()).Parts!.QueueSeconds);

        Assert.True(world.Load("m", inFlight: 6).Of("m", Requests.Ask()).Parts!.QueueSeconds > 1);
    }

    [Fact]
    public void Replicas_TheOneWithTheShorterQueue()
    {
        var world = new RankingWorld().With("a").With("b").Load("a", inFlight: 2).Load("b", inFlight: 1);
        Assert.Equal("b", world.Best(Requests.Ask()));

        Assert.Equal("a", world.Load("a").Load("b", inFlight: 5).Best(Requests.Ask()));
    }

    [Fact]
    public void Replicas_RequestsTakingTurns_ShareEvenly()
    {
        var world = new RankingWorld().With("a", loaded: true).With("b", loaded: true).With("c", loaded: true);
        for (var i = 0; i < 30; i++)
        {
            var best = world.Best(Requests.Ask());
            world.Load(best, world.Standings[best].InFlight + 1);
        }

        Assert.All(world.Standings.Values, standing => Assert.Equal(10, standing.InFlight));
    }

    [Fact]
    public void LongAnswer_ContextThatWouldCutIt_CountsAgainstTheModel()
    {
        var world = new RankingWorld().With("short", loaded: true).With("wide", loaded: true).Change("short", m => m with { TrainedContextLength = 512 });
        var request = Requests.Ask(ModelTask.Writing, answer: 800);

        Assert.Equal("wide", world.Best(request));
        Assert.Contains("its context of 512 tokens would cut the answer short", world.Of("short", request).Reasons);
        Assert.DoesNotContain(world.Of("short", Requests.Ask()).Reasons, reason => reason.Contains("cut"));
    }

    [Fact]
    public void Evidence_AFewVotesDoNotOverturnThePrior_ManyDo()
    {
        var world = new RankingWorld().With("a", quality: 7, loaded: true).With("b", quality: 6, loaded: true);
        world.Votes[("a", ModelTask.Chat)] = new QualityEvidence(3, 0.4);
        Assert.Equal("a", world.Best(Requests.Ask()));

        world.Votes[("a", ModelTask.Chat)] = new QualityEvidence(60, 0.4);
        Assert.Equal("b", world.Best(Requests.Ask()));
        Assert.Equal("a", world.Best(Requests.Ask(ModelTask.Code)));
    }

    [Fact]
    public void ThinkingModel_WritesMoreThanItsAnswer()
    {
        var world = new RankingWorld().With("plain").With("thinks").Change("thinks", m => m with { Entry = m.Entry! with { Capabilities = ["reasoning"] } });

        Assert.Equal(3 * world.Of("plain", Requests.Ask()).Parts!.DecodeSeconds, world.Of("thinks", Requests.Ask()).Parts!.DecodeSeconds, 1e-9);
        var limited = Requests.Ask() with { MaxAnswerTokens = 200 };
        Assert.Equal(world.Of("plain", limited).Parts!.DecodeSeconds, world.Of("thinks", limited).Parts!.DecodeSeconds, 1e-9);
    }
}
