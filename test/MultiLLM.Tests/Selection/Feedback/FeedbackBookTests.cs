using CsCheck;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Core.Selection.Ranking;

namespace MultiLLM.Tests.Selection.Feedback;

public sealed class FeedbackBookTests
{
    /// <summary>Points of quality.</summary>
    private const double ClearLead = 1.5;

    [Fact]
    public async Task Vote_Bad_LowersTheModelAtThatTaskALittle()
    {
        await using var world = new SelectionWorld(new FakeModel("one", 6), new FakeModel("two", 2));
        var decision = await world.AskAsync("Write a Python function that reverses a string");

        var receipt = Vote(world, decision.Id, -1).OrThrow();

        Assert.Equal(("one", "code", 6.0), (receipt.ModelId, receipt.Task, receipt.QualityBefore));
        Assert.InRange(receipt.QualityAfter, 5.5, 5.9);
        Assert.Equal(0, world.Evidence("one", ModelTask.Chat).Weight);
        Assert.Equal(0, world.Evidence("two", ModelTask.Code).Weight);
    }

    [Fact]
    public async Task Vote_OnANamedModelsAnswer_CountsAtTheTaskThatWasRead()
    {
        await using var world = new SelectionWorld(new FakeModel("one"));
        var decision = await world.AskAsync("Write a Python function that reverses a string", "one");

        Assert.Equal("code", Vote(world, decision.Id, 1).OrThrow().Task);
    }

    [Fact]
    public async Task Vote_SecondOnTheSameAnswer_ReplacesTheFirst()
    {
        await using var world = new SelectionWorld(new FakeModel("one"));
        var decision = await world.AskAsync();
        Vote(world, decision.Id, -1);

        var second = Vote(world, decision.Id, 1).OrThrow();

        Assert.True(second.QualityAfter > second.QualityBefore);
        Assert.Equal((1.0, 1.0), (Math.Round(world.Evidence("one").Weight, 3), world.Evidence("one").Mean));
    }

    [Fact]
    public async Task Preferred_Often_MovesBothAndLeavesTheWorseOfTwoGoodModelsGood()
    {
        await using var world = new SelectionWorld(new FakeModel("one", 7), new FakeModel("two", 6));
        var feedback = world.Get<IFeedback>();

        feedback.Preferred("cmp-1", "two", "one", ModelTask.Chat);
        var once = (world.Evidence("two"), world.Evidence("one"));
        for (var i = 0; i < 500; i++)
            feedback.Preferred($"cmp-{i}", "two", "one", ModelTask.Chat);
        var often = (world.Evidence("two"), world.Evidence("one"));

        Assert.Equal((1.0, 1.0, 1.0, 0.0), (Math.Round(once.Item1.Weight, 3), once.Item1.Mean, Math.Round(once.Item2.Weight, 3), once.Item2.Mean));
        Assert.Equal((10.0, 10.0), (Math.Round(often.Item1.Weight, 6), Math.Round(often.Item2.Weight, 6)));
        Assert.InRange(ExpectedQuality.Of(world["one"].Definition, ModelTask.Chat, feedback.Evidence), 4.5, 5);
        Assert.InRange(ExpectedQuality.Of(world["two"].Definition, ModelTask.Chat, feedback.Evidence), 7, 7.5);
    }

    [Fact]
    public async Task Vote_NamesABetterModel_ThatOneGetsAGoodVote()
    {
        await using var world = new SelectionWorld(new FakeModel("one", 6), new FakeModel("two", 2));
        var decision = await world.AskAsync();

        Vote(world, decision.Id, -1, "two");
        Assert.Equal(1, world.Evidence("two").Mean);
        Vote(world, decision.Id, -1);

        Assert.Equal(0, world.Evidence("two").Weight);
    }

    [Fact]
    public async Task Vote_Impossible_IsRefusedNamingTheField()
    {
        await using var world = new SelectionWorld(new FakeModel("one"));
        var decision = await world.AskAsync();

        Assert.Equal((ErrorCode.DecisionNotFound, "decision_id"), Refused(Vote(world, "sel-nothing", 1)));
        Assert.Equal((ErrorCode.InvalidRequest, "rating"), Refused(Vote(world, decision.Id, 5)));
        Assert.Equal((ErrorCode.ModelNotFound, "better_model"), Refused(Vote(world, decision.Id, -1, "nobody")));
        Assert.Equal((ErrorCode.InvalidRequest, "better_model"), Refused(Vote(world, decision.Id, -1, "one")));
        Assert.Equal(0, world.Evidence("one").Weight);
    }

    [Fact]
    public async Task Evidence_AfterAHalfLife_WeighsHalf()
    {
        await using var world = new SelectionWorld(new FakeModel("one"));
        Vote(world, (await world.AskAsync()).Id, 1);

        world.Time.Advance(Fading.HalfLife);

        Assert.Equal(0.5, world.Evidence("one").Weight, 3);
        Assert.Equal(1, world.Evidence("one").Mean, 3);
    }

    /// <summary>Whatever the catalog says and however three people vote, the better model of two stays the better one where it clearly was.</summary>
    [Fact]
    public void Vote_AnyThree_OverturnNoClearPrior() =>
        Gen.Select(Gen.Double[0, 8.5], Gen.Double[0, 1], Gen.Enum<ModelTask>()).Sample((worse, place, task) =>
        {
            var better = worse + ClearLead + ((10 - worse - ClearLead) * place);
            return Quality("better", better, task, ThreeVotes("better", task, good: false)) > Quality("worse", worse, task, Nothing)
                && Quality("better", better, task, Nothing) > Quality("worse", worse, task, ThreeVotes("worse", task, good: true));
        });

    /// <summary>Each bad outcome lowers a model, each good vote lifts it; outcomes alone never weigh more than a few votes.</summary>
    [Fact]
    public void Outcomes_AnyNumber_WeighLessThanVotesAndAreBounded() =>
        Gen.Select(Gen.Bool.Array[1, 400], Gen.Int[0, 200]).Sample((outcomes, hours) =>
        {
            var time = new FakeTimeProvider();
            var count = new OutcomeCount("one", ModelTask.Chat, 0, 0, time.GetUtcNow());
            foreach (var good in outcomes)
            {
                var before = count.BadVotes(time.GetUtcNow());
                count = count.After(good, time.GetUtcNow());
                var after = count.BadVotes(time.GetUtcNow());
                if (good ? after > before : after < before || after > before + 0.25 + 1e-9)
                    return false;
                time.Advance(TimeSpan.FromHours(hours));
            }
            return count.BadVotes(time.GetUtcNow()) <= OutcomeCount.MostVotes;
        });

    [Fact]
    public async Task Outcomes_ThousandsOfBadOnes_DoNotDrownVotes()
    {
        await using var world = new SelectionWorld(new FakeModel("one", 5));
        var feedback = world.Get<IFeedback>();
        for (var i = 0; i < 40; i++)
            Vote(world, (await world.AskAsync()).Id, 1);
        for (var i = 0; i < 5000; i++)
            feedback.Outcome("one", ModelTask.Chat, good: false);

        Assert.True(ExpectedQuality.Of(world["one"].Definition, ModelTask.Chat, feedback.Evidence) > 5);
    }

    [Fact]
    public async Task Outcome_GoodOnes_TakeBadOnesBackAndNeverPraise()
    {
        await using var world = new SelectionWorld(new FakeModel("one").Says(""));
        await world.AskAsync();
        var bad = world.Evidence("one").Weight;
        world["one"].Says("well");

        for (var i = 0; i < 300; i++)
            await world.AskAsync();

        Assert.InRange(world.Evidence("one").Weight, 0, bad / 10);
        Assert.Equal(0, world.Evidence("one").Mean);
    }

    [Fact]
    public async Task Vote_MoreThanAreKept_TheOldestGo()
    {
        await using var world = new SelectionWorld(new FakeModel("one"));
        var book = world.Get<FeedbackBook>();
        var votes = Enumerable.Range(0, FeedbackBook.MostVotes + 10)
            .Select(i => new CastVote($"sel-{i}", "one", ModelTask.Chat, true, null, world.Time.GetUtcNow())).ToList();

        book.Restore(new FeedbackFile(votes, []));

        Assert.Equal(FeedbackBook.MostVotes, book.Saved().Votes.Count);
        Assert.Equal("sel-10", book.Saved().Votes[0].DecisionId);
    }

    private static Result<FeedbackReceipt> Vote(SelectionWorld world, string id, int rating, string? better = null) =>
        world.Get<IFeedback>().Vote(new FeedbackVote(id, rating, better));

    private static (ErrorCode, string?) Refused(Result<FeedbackReceipt> result) => (result.Error!.Code, result.Error.Param);

    private static EvidenceSnapshot Nothing => EvidenceSnapshot.Of([], [], DateTimeOffset.UnixEpoch);

    private static EvidenceSnapshot ThreeVotes(string model, ModelTask task, bool good) => EvidenceSnapshot.Of(
        Enumerable.Range(0, 3).Select(i => new CastVote($"{i}", model, task, good, null, DateTimeOffset.UnixEpoch)), [], DateTimeOffset.UnixEpoch);

    private static double Quality(string id, double quality, ModelTask task, EvidenceSnapshot evidence) =>
        ExpectedQuality.Of(new FakeModel(id, quality).Definition, task, evidence);
}
