using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Comparisons;
using MultiLLM.Core.Comparisons.Votes;
using MultiLLM.Core.Errors;

namespace MultiLLM.Tests.Comparisons;

public sealed class ComparisonBookTests
{
    private readonly ComparisonBook _book = new(new FakeTimeProvider());

    [Fact]
    public void Add_TooManyThatAreNotOver_IsRefused()
    {
        for (var i = 0; i < ComparisonLimits.MostQueued; i++)
            Assert.True(_book.Add(Orders.Comparison($"cmp-{i}")).IsSuccess);

        Assert.Equal(ErrorCode.QueueFull, _book.Add(Orders.Comparison("cmp-more")).Error?.Code);
        _book.End("cmp-0", ComparisonState.Done);
        Assert.True(_book.Add(Orders.Comparison("cmp-more")).IsSuccess);
    }

    [Fact]
    public void Add_MoreThanAreKept_ForgetsTheOldestThatIsOver()
    {
        _book.Add(Orders.Comparison("first"));
        for (var i = 0; i < ComparisonLimits.MostKept; i++)
        {
            _book.Add(Orders.Comparison($"cmp-{i}"));
            _book.End($"cmp-{i}", ComparisonState.Done);
        }

        Assert.Equal(ComparisonLimits.MostKept, _book.All.Count);
        Assert.True(_book.Find("first").IsSuccess);
        Assert.Equal(ErrorCode.ComparisonNotFound, _book.Find("cmp-0").Error?.Code);
    }

    [Fact]
    public void Stop_QueuedRunningAndOver_CancelsThenForgets()
    {
        _book.Add(Orders.Comparison("one"));
        _book.Add(Orders.Comparison("two"));
        var (_, stop) = _book.Begin("one")!.Value;

        Assert.Equal(ComparisonState.Cancelled, _book.Stop("one").Value!.State);
        Assert.True(stop.IsCancellationRequested);
        Assert.Equal(ComparisonState.Cancelled, _book.Stop("two").Value!.State);
        Assert.Null(_book.Begin("two"));
        Assert.True(_book.Stop("one").IsSuccess);
        Assert.False(_book.Stop("one").IsSuccess);
    }

    [Fact]
    public void End_AfterAStop_ChangesNothing()
    {
        _book.Add(Orders.Comparison("one"));
        _book.Begin("one");
        _book.Stop("one");

        Assert.Equal(ComparisonState.Cancelled, _book.End("one", ComparisonState.Done).Value!.State);
    }

    [Fact]
    public async Task Changed_EachChange_WakesWhoWaitsAndForgettingDoesToo()
    {
        _book.Add(Orders.Comparison("one"));
        var change = _book.ChangedAsync("one", 0, CancellationToken.None);
        Assert.False(change.IsCompleted);

        _book.Begin("one");
        Assert.Equal(ComparisonState.Running, (await change).Value!.State);

        _book.Stop("one");
        var over = (await _book.ChangedAsync("one", 1, CancellationToken.None)).Value!;
        var gone = _book.ChangedAsync("one", over.Version, CancellationToken.None);
        _book.Stop("one");
        Assert.Equal(ErrorCode.ComparisonNotFound, (await gone).Error?.Code);
    }

    [Fact]
    public void Hindrance_VoteBeforeTheAnswersTwiceOrOnAFailure_IsSaid()
    {
        var vote = new PromptVote(0, VoteKind.Win, 0, [0, 1]);
        var comparison = Orders.Comparison("one");
        Assert.Equal(ErrorCode.ComparisonUnfinished, ComparisonBook.Hindrance(comparison, vote)?.Code);

        comparison = Orders.Answered(comparison);
        Assert.Null(ComparisonBook.Hindrance(comparison, vote));
        Assert.Equal(ErrorCode.AlreadyVoted, ComparisonBook.Hindrance(comparison with { Votes = comparison.Votes.Add(0, vote) }, vote)?.Code);

        var failed = comparison with { Answers = comparison.Answers.SetItem(new AnswerPlace(1, 0), new ComparedAnswer { Failure = new Error(ErrorCode.RunnerCrashed, "gone") }) };
        Assert.Equal(ErrorCode.InvalidRequest, ComparisonBook.Hindrance(failed, vote)?.Code);
        Assert.Null(ComparisonBook.Hindrance(failed, vote with { Kind = VoteKind.Skip, Winner = null }));
    }

    [Fact]
    public void VotePairs_WinAndTie_SayWhatTheyMean()
    {
        var comparison = Orders.Answered(Orders.Comparison("one", models: 3)) with { Tasks = [ModelTask.Code] };

        var win = VotePairs.Of(comparison, new PromptVote(0, VoteKind.Win, 2, [0, 1, 2]), DateTimeOffset.UnixEpoch);
        var tie = VotePairs.Of(comparison, new PromptVote(0, VoteKind.Tie, null, [0, 1, 2]), DateTimeOffset.UnixEpoch);

        Assert.Equal([("m0", "m2", 0.0), ("m1", "m2", 0.0)], win.Select(pair => (pair.ModelA, pair.ModelB, pair.Score)));
        Assert.All(win, pair => Assert.Equal(("m2", ModelTask.Code), (pair.Winner, pair.Task)));
        Assert.Equal(3, tie.Count);
        Assert.All(tie, pair => Assert.Equal((0.5, null), (pair.Score, pair.Winner)));
        Assert.Empty(VotePairs.Of(comparison, new PromptVote(0, VoteKind.Skip, null, [0, 1, 2]), DateTimeOffset.UnixEpoch));
    }
}
