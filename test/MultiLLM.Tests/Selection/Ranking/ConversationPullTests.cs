using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Tests.Selection.Ranking;

public sealed class ConversationPullTests
{
    [Fact]
    public void Alike_Cached_StaysThoughAnotherIsALittleBetter()
    {
        var world = Two();
        Assert.Equal("other", world.Best(Requests.Ask()));

        Assert.Equal("own", world.Best(Requests.Ask().After("own")));
        Assert.Equal("own", world.Best(Requests.Ask(ModelTask.Knowledge).After("own")));
    }

    [Fact]
    public void TaskChangesClearly_Moves_SmallTalkDoesNot()
    {
        var world = Two();

        Assert.Equal("other", world.Best(Requests.Ask(ModelTask.Code).After("own", ModelTask.Writing)));
        Assert.Equal("own", world.Best(Requests.Ask(ModelTask.Chat).After("own", ModelTask.Code)));
        Assert.Equal("own", world.Best((Requests.Ask() with { Reading = Requests.Unsure((ModelTask.Code, 0.5), (ModelTask.Math, 0.5)) }).After("own", ModelTask.Writing)));
    }

    [Fact]
    public void PersonIsNotPleased_MovesToOneAboutAsGood_NotToAWorseOne()
    {
        var world = new RankingWorld().With("own", quality: 6, loaded: true).With("equal", quality: 5.9, tokensPerSecond: 15, loaded: true).With("worse", quality: 4, tokensPerSecond: 60, loaded: true);
        Assert.Equal("own", world.Best(Requests.Ask().After("own")));

        Assert.Equal("equal", world.Best(Requests.Ask().After("own", pleased: false)));
        Assert.Contains("its last answer did not please", world.Of("own", Requests.Ask().After("own", pleased: false)).Reasons);
    }

    [Fact]
    public void PersonIsNeverPleased_TwoMovesAndNoMore()
    {
        var world = new RankingWorld().With("a", loaded: true).With("b", loaded: true).With("c", loaded: true);

        Assert.Equal(2, Moves(world, turn => Requests.Ask(), pleased: false));
    }

    [Fact]
    public void ContextNoLongerFits_Moves()
    {
        var world = Two().Change("own", m => m with { TrainedContextLength = 512 });

        Assert.Equal("other", world.Best((Requests.Ask() with { PromptTokens = 600 }).After("own", cached: 500)));
    }

    [Fact]
    public void UnloadedSinceTheAnswer_NothingIsCached()
    {
        var world = Two().Stand(new ModelResidency { ModelId = "own", State = ModelState.Ready, LoadedAt = RankingWorld.Now.AddSeconds(1) });
        var request = (Requests.Ask() with { PromptTokens = 400 }).After("own", cached: 300);

        Assert.Equal("other", world.Best(request));
        Assert.Equal(400 / 200.0, world.Of("own", request).Parts!.PromptSeconds);
        Assert.Equal(100 / 200.0, world.Load("own").Of("own", request).Parts!.PromptSeconds);
    }

    [Fact]
    public void TasksTakeTurns_MovesFewTimes()
    {
        var world = new RankingWorld().With("coder", quality: 3, loaded: true).With("writer", quality: 3, loaded: true);
        world.Change("coder", m => Scored(m, ModelTask.Code)).Change("writer", m => Scored(m, ModelTask.Writing));

        Assert.InRange(Moves(world, turn => Requests.Ask(turn % 2 == 0 ? ModelTask.Code : ModelTask.Writing)), 1, 5);

        static ModelDefinition Scored(ModelDefinition model, ModelTask best) => model with
        {
            Entry = model.Entry! with { Quality = new Dictionary<ModelTask, QualityScore>(model.Entry.Quality) { [best] = new(9, "test") } },
        };
    }

    /// <summary>Whichever is loaded takes turns, which is the worst that can happen.</summary>
    [Fact]
    public void ModelsComeAndGo_MovesFewTimes()
    {
        var world = new RankingWorld().With("a", loadSeconds: 30).With("b", loadSeconds: 30);

        Assert.InRange(Moves(world, turn =>
        {
            world.Standings.Clear();
            world.Load(turn % 2 == 0 ? "a" : "b");
            return Requests.Ask();
        }), 1, 4);
    }

    private static int Moves(RankingWorld world, Func<int, RequestFeatures> ask, bool pleased = true)
    {
        ConversationState? state = null;
        for (var turn = 0; turn < 40; turn++)
        {
            var request = ask(turn);
            if (state is not null)
                request = request.After(state.ModelId, state.Task, moves: state.Moves, pleased: pleased);
            var best = world.Best(request);
            state = new ConversationState(best, request.Reading.Task, turn, 40, (state?.Moves ?? 0) + (state is not null && state.ModelId != best ? 1 : 0), "conv");
        }
        return state!.Moves;
    }

    private static RankingWorld Two() => new RankingWorld().With("own", quality: 6, loaded: true).With("other", quality: 6.5, loaded: true);
}
