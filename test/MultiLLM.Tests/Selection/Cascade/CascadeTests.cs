using Microsoft.Extensions.AI;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection.Ranking;

namespace MultiLLM.Tests.Selection.Cascade;

public sealed class CascadeTests
{
    private const double Sure = -0.01;
    private const double Unsure = -1;
    private static readonly SelectionWishes Wish = new() { Cascade = true };

    [Fact]
    public async Task Ask_DraftIsSure_IsTheAnswerAndSaysSo()
    {
        await using var world = World(out var small, out var large);
        small.Says("quick and right", Sure);

        var (decision, text, updates) = await AskAsync(world);

        Assert.Equal(("small", "quick and right", 0), (decision.Model.Id, text, large.Asked));
        Assert.Equal(("small", false, 0.85), (decision.Cascade!.DraftModel, decision.Cascade.Escalated, decision.Cascade.Threshold));
        Assert.InRange(decision.Cascade.Confidence!.Value, 0.98, 1);
        Assert.Same(decision.Cascade, world.Decisions.Single().Decision.Cascade);
        Assert.All(updates, update => Assert.Null(update.LogProbs));
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
    }

    [Fact]
    public async Task Ask_DraftIsNotSure_TheBetterModelAnswersAndNothingOfTheDraftIsSeen()
    {
        await using var world = World(out var small, out var large);
        small.Says("maybe wrong", Unsure);
        large.Says("slow and right", Unsure);

        var (decision, text, updates) = await AskAsync(world);

        Assert.Equal(("large", "slow and right"), (decision.Model.Id, text));
        Assert.Equal(("small", true), (decision.Cascade!.DraftModel, decision.Cascade.Escalated));
        Assert.Equal(Math.Exp(Unsure), decision.Cascade.Confidence!.Value, 3);
        Assert.Equal("large", world.Decisions.Single().Decision.Model.Id);
        Assert.False(large.LastOptions!.LogProbs);
        Assert.Equal(0, world.Residency.LeasesOut);
        Assert.All(updates, update => Assert.Equal("large", update.ModelId));
    }

    [Fact]
    public async Task Ask_NoWish_OneModelIsAskedWithoutProbabilities()
    {
        await using var world = World(out var small, out var large);

        var (decision, _, _) = await AskAsync(world, new SelectionWishes { Preference = Preference.Fast });

        Assert.Null(decision.Cascade);
        Assert.Equal(1, small.Asked + large.Asked);
        Assert.False((small.LastOptions ?? large.LastOptions)!.LogProbs);
    }

    [Fact]
    public async Task Ask_NoBetterModel_TheDraftIsStreamedAtOnceUnjudged()
    {
        await using var world = new SelectionWorld(new FakeModel("small", 3).Says("one two three", Unsure));
        await using var answer = world.Chat.GetStreamingResponseAsync("hello there", new GenerationOptions { Wishes = Wish }).GetAsyncEnumerator();

        Assert.True(await answer.MoveNextAsync());

        Assert.Equal(1, world.Residency.LeasesOut); // it still writes
        Assert.Null(answer.Current.Decision!.Cascade!.Confidence);
        Assert.Null(answer.Current.LogProbs);
        Assert.Contains("No better model", answer.Current.Decision!.Cascade!.Reason);
    }

    [Theory]
    [InlineData(ErrorCode.RunnerCrashed)]
    [InlineData(ErrorCode.ContextLengthExceeded)]
    public async Task Ask_BetterModelFails_TheDraftIsTheAnswer(ErrorCode code)
    {
        await using var world = World(out var small, out var large);
        small.Says("better than nothing", Unsure);
        large.Fails(code, times: 2);

        var (decision, text, _) = await AskAsync(world);

        Assert.Equal(("small", "better than nothing", false), (decision.Model.Id, text, decision.Cascade!.Escalated));
        Assert.Contains("no better model answered", decision.Cascade.Reason);
    }

    [Fact]
    public async Task Ask_BetterModelIsExcluded_TheDraftIsTheAnswer()
    {
        await using var world = World(out var small, out var large);
        small.Says("mine", Unsure);

        var (decision, _, _) = await AskAsync(world, Wish with { Deny = ["large"] });

        Assert.Equal(("small", 0), (decision.Model.Id, large.Asked));
    }

    [Fact]
    public async Task Ask_HopelessDraft_IsGivenUpEarly()
    {
        await using var world = World(out var small, out var large);
        small.Says(string.Join(' ', Enumerable.Repeat("word", 400)), Unsure);
        large.Says("right", Sure);
        await using var answer = world.Chat.GetStreamingResponseAsync("hello there", new GenerationOptions { Wishes = Wish }).GetAsyncEnumerator();

        Assert.True(await answer.MoveNextAsync());

        Assert.Equal("large", answer.Current.ModelId);
        Assert.Equal(0, world.Evidence("small").Weight); // giving it up says nothing against it
        Assert.Equal(1, world.Residency.LeasesOut);
    }

    [Fact]
    public async Task Ask_HopelessDraftAndNobodyBetterAnswers_AWholeAnswerIsGiven()
    {
        await using var world = World(out var small, out var large);
        var words = string.Join(' ', Enumerable.Repeat("word", 40));
        small.Says(words, Unsure);
        large.Fails(times: 4);

        var (decision, text, _) = await AskAsync(world);

        Assert.Equal(("small", words), (decision.Model.Id, text));
        Assert.Null(decision.Cascade);
    }

    [Fact]
    public async Task Ask_DraftBreaksOff_TheBetterModelAnswers()
    {
        await using var world = World(out var small, out var large);
        small.BreaksOffAfter("half of");
        large.Says("all of it");

        var (decision, text, _) = await AskAsync(world);

        Assert.Equal(("large", "all of it", true), (decision.Model.Id, text, decision.Cascade!.Escalated));
    }

    [Fact]
    public async Task Ask_DraftFailsForTheRequestsOwnFault_IsRefused()
    {
        await using var world = World(out var small, out _);
        small.Fails(ErrorCode.InvalidGrammar);

        Assert.Equal(ErrorCode.InvalidGrammar, (await world.FailAsync(wishes: Wish)).Code);
    }

    [Fact]
    public async Task Ask_ProbabilitiesAskedFor_AreThere()
    {
        await using var world = World(out var small, out _);
        small.Says("quick and right", Sure);

        var (_, _, updates) = await AskAsync(world, options: new GenerationOptions { LogProbs = true });

        Assert.Equal(3, updates.Sum(update => update.LogProbs?.Count ?? 0));
    }

    [Fact]
    public async Task Ask_TimeIsOver_TheDraftIsTheAnswer()
    {
        await using var world = World(out var small, out var large);
        small.Says("in time", Unsure);

        var (decision, _, _) = await AskAsync(world, Wish with { MaxSeconds = 1e-9 + 0.05 });

        Assert.Equal(("small", 0), (decision.Model.Id, large.Asked));
    }

    [Fact]
    public async Task Ask_NamedModelOrItsTokens_NoCascade()
    {
        await using var world = World(out _, out var large);

        Assert.Null((await world.AskAsync(model: "large", wishes: Wish)).Cascade);
        Assert.Null((await world.AskAsync(wishes: Wish, options: new GenerationOptions { LogitBias = new Dictionary<int, float> { [5] = -100 } })).Cascade);
        Assert.Null((await world.AskAsync(wishes: Wish, options: new GenerationOptions { Prompt = new RawPrompt(null, [1, 2]) })).Cascade);
    }

    [Fact]
    public async Task Ask_JsonSchema_ReachesBothModels()
    {
        await using var world = World(out var small, out var large);
        small.Says("{}", Unsure);
        large.Says("{ }", Unsure);

        await AskAsync(world, options: new GenerationOptions { ResponseFormat = ChatResponseFormat.Json, MaxOutputTokens = 7 });

        Assert.Equal((ChatResponseFormat.Json, ChatResponseFormat.Json, 7), (small.LastOptions!.ResponseFormat, large.LastOptions!.ResponseFormat, large.LastOptions.MaxOutputTokens));
    }

    [Fact]
    public async Task Ask_EscalatedConversation_GoesOnFromTheBetterModelAndNobodyAsksAgain()
    {
        await using var world = World(out var small, out var large);
        small.Says("maybe wrong", Unsure);
        large.Says("slow and right", Unsure);
        var (first, _, _) = await AskAsync(world);

        var next = world.Get<Core.Selection.Understanding.IConversations>().Locate(
            [new(ChatRole.User, "hello there"), new(ChatRole.Assistant, "slow and right"), new(ChatRole.User, "and now?")], null);

        Assert.Equal((first.ConversationId, "large", 1, 0, false), (next.Id, next.Before!.ModelId, next.Before.Turns, next.Before.Moves, next.Before.AsksAgain));
    }

    [Fact]
    public async Task Ask_Cancelled_NobodyElseIsAsked()
    {
        await using var world = World(out var small, out var large);
        small.Says("one two three", Unsure);
        using var leaving = new CancellationTokenSource();
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in world.Chat.GetStreamingResponseAsync("hello there", new GenerationOptions { Wishes = Wish }, leaving.Token))
                Assert.Fail("nothing is to be seen");
        });

        Assert.Equal((0, 0), (large.Asked, world.Residency.LeasesOut));
    }

    private static Task<(Core.Selection.SelectionDecision Decision, string Text, IReadOnlyList<ChatResponseUpdate> Updates)> AskAsync(
        SelectionWorld world, SelectionWishes? wishes = null, GenerationOptions? options = null) =>
        world.AnswerAsync([new ChatMessage(ChatRole.User, "hello there")], wishes: wishes ?? Wish, options: options);

    private static SelectionWorld World(out FakeModel small, out FakeModel large) =>
        new(small = new FakeModel("small", 3), large = new FakeModel("large", 8, sizeBytes: 4_000_000_000));
}
