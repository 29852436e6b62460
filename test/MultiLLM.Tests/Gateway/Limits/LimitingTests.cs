using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Tests.Selection;

namespace MultiLLM.Tests.Gateway.Limits;

/// <summary>What is set aside and what is settled, with models whose prompts all have 100 tokens and whose words are one token each.</summary>
public sealed class LimitingTests
{
    /// <summary>36 bytes, so that its prompt may have 108 tokens.</summary>
    private const string Question = "a question of just thirty-six bytes.";
    private const long Most = 108;

    private static readonly KeyLimits Daily = new() { TokensPerDay = 1000, TokensPerMonth = 5000, TokensPerMinute = 2000 };

    [Fact]
    public async Task Ask_ToTheEnd_SettlesWhatTheModelCounted()
    {
        await using var world = new LimitedWorld(Daily, new FakeModel("a").Says("one two three"));
        await world.AnswerAsync(Question, world.Options(most: 50));
        Assert.Equal((103, 0), await DayAsync(world));
        Assert.Equal(103, (await world.StandingAsync(LimitKind.TokensPerMonth)).Used);
        Assert.Equal(103, (await world.StandingAsync(LimitKind.TokensPerMinute)).Used);
    }

    [Fact]
    public async Task Ask_UnderWay_SetsAsideTheMostItMayUse()
    {
        await using var world = new LimitedWorld(Daily, new FakeModel("a").Says("one two three"));
        await foreach (var update in world.Ask(Question, world.Options(most: 50)))
        {
            Assert.Equal((0, Most + 50), await DayAsync(world));
            Assert.Equal(Most + 50, (await world.StandingAsync(LimitKind.TokensPerMinute)).Used);
            break;
        }
        Assert.Equal((101, 0), await DayAsync(world)); // left after the first word
    }

    [Fact]
    public async Task Ask_NoMaximum_IsGivenWhatIsLeft()
    {
        await using var world = new LimitedWorld(Daily with { TokensPerDay = Most + 7 }, new FakeModel("a"));
        await world.AnswerAsync(Question);
        Assert.Equal(7, world.Selection["a"].LastOptions!.MaxOutputTokens);
    }

    [Fact]
    public async Task Ask_MaximumDoesNotFit_IsRefusedBeforeAnyModelIsAsked()
    {
        await using var world = new LimitedWorld(Daily, new FakeModel("a"));
        var error = await FailAsync(world, world.Options(most: 1000));
        Assert.Equal((ErrorCode.QuotaExceeded, 0), (error.Code, world.Selection["a"].Asked));
        Assert.Contains("tokens_per_day", error.Message);
        Assert.Contains("1000 tokens in 2020-01-01", error.Message);
        Assert.Contains("2020-01-02T00:00:00Z", error.Message);
        Assert.Equal(TimeSpan.FromDays(1), error.RetryAfter);
        Assert.Equal((0, 0), await DayAsync(world));
        Assert.Equal(0, (await world.StandingAsync(LimitKind.TokensPerMinute)).Used);
    }

    [Fact]
    public async Task Ask_MonthIsSpent_GivesTheDayBack()
    {
        await using var world = new LimitedWorld(Daily with { TokensPerMonth = 150 }, new FakeModel("a"));
        await world.AnswerAsync(Question, world.Options(most: 10));
        Assert.Contains("tokens_per_month", (await FailAsync(world, world.Options(most: 50))).Message);
        Assert.Equal((102, 0), await DayAsync(world));
    }

    [Fact]
    public async Task Ask_NewDay_HasANewBudget()
    {
        await using var world = new LimitedWorld(Daily with { TokensPerDay = Most + 10 }, new FakeModel("a"));
        await world.AnswerAsync(Question, world.Options(most: 10));
        await FailAsync(world, world.Options(most: 10));
        world.Selection.Time.Advance(TimeSpan.FromDays(1));
        await world.AnswerAsync(Question, world.Options(most: 10));
        Assert.Equal(204, (await world.StandingAsync(LimitKind.TokensPerMonth)).Used);
    }

    [Fact]
    public async Task Ask_ModelBreaksOff_CountsWhatItWrote()
    {
        await using var world = new LimitedWorld(Daily, new FakeModel("a").BreaksOffAfter("one two"));
        Assert.Equal(ErrorCode.RunnerCrashed, (await FailAsync(world)).Code);
        Assert.Equal((102, 0), await DayAsync(world));
    }

    [Fact]
    public async Task Ask_FallsBack_CountsTheModelThatAnswered()
    {
        await using var world = new LimitedWorld(Daily, new FakeModel("a", quality: 9).Fails(times: 2), new FakeModel("b", quality: 3).Says("one two three four"));
        await world.AnswerAsync(Question, world.Options(most: 50));
        Assert.Equal(1, world.Selection["b"].Asked);
        Assert.Equal((104, 0), await DayAsync(world));
    }

    [Fact]
    public async Task Ask_CascadeEscalates_CountsTheDraftToo()
    {
        await using var world = new LimitedWorld(
            Daily, new FakeModel("small", quality: 3, sizeBytes: 1_000_000).Says("maybe wrong", logProb: -1), new FakeModel("large", quality: 9, sizeBytes: 900_000_000).Says("slow and right"));
        var options = world.Options(most: 50);
        (options.ModelId, options.Wishes) = ("auto", new SelectionWishes { Cascade = true });
        await foreach (var _ in world.Ask(Question, options))
            Assert.Equal(2 * (Most + 50), (await DayAsync(world)).Reserved);
        Assert.Equal((1, 1), (world.Selection["small"].Asked, world.Selection["large"].Asked));
        Assert.Equal((205, 0), await DayAsync(world));
    }

    [Fact]
    public async Task Ask_SeveralAnswers_CountOneRequestAndOnePrompt()
    {
        var limits = Daily with { RequestsPerMinute = 1, Concurrency = 1 };
        await using var world = new LimitedWorld(limits, new FakeModel("a").Says("one two three"));
        var origin = new RequestOrigin { RequestId = "r", Endpoint = "/x", Dialect = "own", Time = default, Arrived = 0, Answers = 3 };
        await Task.WhenAll(Enumerable.Range(0, 3).Select(i =>
        {
            var options = world.Options(most: 50);
            options.Origin = new AnswerOrigin(origin, CountsPrompt: i == 0);
            return world.AnswerAsync(Question, options);
        }));
        Assert.Equal((109, 0), await DayAsync(world));
        Assert.Equal(1, (await world.StandingAsync(LimitKind.RequestsPerMinute)).Used);
        Assert.Equal(0, (await world.StandingAsync(LimitKind.Concurrency)).Used);
    }

    [Fact]
    public async Task Ask_PromptLongerThanForeseen_IsPaidOrTheAnswerEnds()
    {
        await using var enough = new LimitedWorld(Daily, new FakeModel("a").Says("one two"));
        await enough.AnswerAsync("short", enough.Options(most: 2));
        Assert.Equal((102, 0), await DayAsync(enough)); // 77 for the prompt were set aside, and it had 100
        await using var scarce = new LimitedWorld(new KeyLimits { TokensPerDay = 90 }, new FakeModel("a").Says("one two"));
        Assert.Equal(ErrorCode.QuotaExceeded, (await FailAsync(scarce, scarce.Options(most: 2), "short")).Code);
    }

    [Fact]
    public async Task Ask_ModelWritesMoreThanItMay_IsCut()
    {
        await using var world = new LimitedWorld(new KeyLimits { TokensPerDay = Most + 3 }, new FakeModel("a").Says("one two three four five six seven eight nine ten eleven twelve"));
        Assert.Equal(ErrorCode.QuotaExceeded, (await FailAsync(world, world.Options(most: 3))).Code);
        Assert.Equal((Most + 3, 0), await DayAsync(world));
    }

    [Fact]
    public async Task Ask_PromptAboveTheKeys_IsRefused()
    {
        await using var world = new LimitedWorld(new KeyLimits { MaxPromptTokens = 99 }, new FakeModel("a"));
        var certain = await FailAsync(world, text: new string('x', 1000));
        Assert.Equal((ErrorCode.PromptTooLong, 0), (certain.Code, world.Selection["a"].Asked));
        var counted = await FailAsync(world);
        Assert.Equal((ErrorCode.PromptTooLong, 1), (counted.Code, world.Selection["a"].Asked));
        Assert.Contains("100 tokens", counted.Message);
        Assert.Contains("99", counted.Message);
    }

    [Fact]
    public async Task Ask_AnswerAboveTheKeys_IsRefusedAndWithoutAWishCut()
    {
        await using var world = new LimitedWorld(new KeyLimits { MaxAnswerTokens = 20 }, new FakeModel("a"));
        var error = await FailAsync(world, world.Options(most: 21));
        Assert.Equal((ErrorCode.InvalidRequest, "max_tokens"), (error.Code, error.Param));
        await world.AnswerAsync(Question);
        Assert.Equal(20, world.Selection["a"].LastOptions!.MaxOutputTokens);
    }

    [Fact]
    public async Task Ask_RequestsPerMinuteReached_SaysWhenTheNextMayCome()
    {
        await using var world = new LimitedWorld(new KeyLimits { RequestsPerMinute = 2 }, new FakeModel("a"));
        await world.AnswerAsync(Question);
        await world.AnswerAsync(Question);
        var error = await FailAsync(world);
        Assert.Equal((ErrorCode.RateLimited, TimeSpan.FromSeconds(61)), (error.Code, error.RetryAfter));
        Assert.Contains("requests_per_minute", error.Message);
        world.Selection.Time.Advance(TimeSpan.FromSeconds(61));
        await world.AnswerAsync(Question);
    }

    [Fact]
    public async Task Ask_AsManyAsMayAtOnce_FreesThePlaceHoweverItEnds()
    {
        await using var world = new LimitedWorld(new KeyLimits { Concurrency = 1 }, new FakeModel("a").Says("one").Says("two").BreaksOffAfter("three"));
        await foreach (var _ in world.Ask(Question))
            Assert.Contains("concurrency", (await FailAsync(world)).Message);
        await foreach (var _ in world.Ask(Question))
            break;
        Assert.Equal(ErrorCode.RunnerCrashed, (await FailAsync(world)).Code);
        Assert.Equal(0, (await world.StandingAsync(LimitKind.Concurrency)).Used);
    }

    [Fact]
    public async Task Ask_LimitReachedAgainAndAgain_IsOneEntryAMinute()
    {
        await using var world = new LimitedWorld(new KeyLimits { RequestsPerMinute = 1 }, new FakeModel("a"));
        await world.AnswerAsync(Question);
        for (var i = 0; i < 20; i++)
            await FailAsync(world);
        var entry = Assert.Single(world.Audit.All, entry => entry.Action == AuditActions.LimitReached);
        Assert.Equal(("key-test", "requests_per_minute", "refused"), (entry.KeyId, entry.Subject, entry.Outcome));
    }

    [Fact]
    public async Task Ask_NoKey_HasNoLimits()
    {
        await using var world = new LimitedWorld(new KeyLimits { RequestsPerMinute = 1 }, new FakeModel("a"));
        for (var i = 0; i < 5; i++)
            await world.AnswerAsync(Question, new GenerationOptions());
    }

    private static async Task<(long Used, long Reserved)> DayAsync(LimitedWorld world)
    {
        var day = await world.StandingAsync(LimitKind.TokensPerDay);
        return (day.Used, day.Reserved);
    }

    private static async Task<Error> FailAsync(LimitedWorld world, GenerationOptions? options = null, string text = Question) =>
        (await Assert.ThrowsAsync<MultiLLMException>(() => world.AnswerAsync(text, options))).Error;
}
