using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection;
using MultiLLM.Core.Selection.Feedback;

namespace MultiLLM.Tests.Selection;

/// <summary>What is learned from how answers end.</summary>
public sealed class LearningTests
{
    [Fact]
    public async Task Answer_Whole_SaysNothingAgainstItsModel()
    {
        await using var world = new SelectionWorld(new FakeModel("one"));

        await world.AskAsync();

        Assert.Equal(0, world.Evidence("one").Weight);
    }

    [Theory]
    [InlineData("", FinishReason.Stop, null, true)]
    [InlineData("  \n ", FinishReason.Stop, null, true)]
    [InlineData("", FinishReason.Stop, 1, false)]
    [InlineData("one two", FinishReason.Length, null, true)]
    [InlineData("one two", FinishReason.Length, 2, false)]
    [InlineData("one two", FinishReason.Length, 50, true)]
    [InlineData("one two", FinishReason.Stop, 2, false)]
    public async Task Answer_EmptyOrCutByTheContext_CountsALittle(string text, FinishReason reason, int? maxTokens, bool counts)
    {
        await using var world = new SelectionWorld(new FakeModel("one").Says(text, reason: reason));

        await world.AskAsync(options: new GenerationOptions { MaxOutputTokens = maxTokens });

        var evidence = world.Evidence("one");
        Assert.Equal(counts, evidence.Weight > 0);
        Assert.InRange(evidence.Weight, 0, 0.25);
        Assert.Equal(0, evidence.Mean);
        Assert.Empty(world.Get<ICircuits>().Open);
    }

    [Fact]
    public async Task Answer_EndedByTheCallersStopStringBeforeItsFirstWord_SaysNothing()
    {
        await using var world = new SelectionWorld(new FakeModel("one").Says("", stop: "END"));

        await world.AskAsync();

        Assert.Equal(0, world.Evidence("one").Weight);
    }

    [Fact]
    public async Task Answer_ReaderLeaves_SaysNothingAndTheLeaseIsBack()
    {
        await using var world = new SelectionWorld(new FakeModel("one").Says("one two three four"));

        for (var i = 0; i < 5; i++)
        {
            await foreach (var _ in world.Chat.GetStreamingResponseAsync("hello there"))
                break;
        }

        Assert.Equal(0, world.Evidence("one").Weight);
        Assert.Empty(world.Get<ICircuits>().Open);
        Assert.Equal(0, world.Residency.LeasesOut);
    }

    [Fact]
    public async Task Answer_CallerCancels_SaysNothing()
    {
        await using var world = new SelectionWorld(new FakeModel("one").Says("one two three four"));
        for (var i = 0; i < 5; i++)
        {
            using var leaving = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await foreach (var _ in world.Chat.GetStreamingResponseAsync("hello there", null, leaving.Token))
                    await leaving.CancelAsync();
            });
        }

        Assert.Equal(0, world.Evidence("one").Weight);
        Assert.Empty(world.Get<ICircuits>().Open);
        Assert.Equal(0, world.Residency.LeasesOut);
    }

    [Fact]
    public async Task Answer_BreaksOff_CountsALittle()
    {
        await using var world = new SelectionWorld(new FakeModel("one").BreaksOffAfter("one"));

        await world.FailAsync();

        Assert.InRange(world.Evidence("one").Weight, 0.2, 0.25);
    }

    [Fact]
    public async Task Answer_BreaksOffBecauseTheServiceStops_SaysNothing()
    {
        await using var world = new SelectionWorld(new FakeModel("one").BreaksOffAfter("one", ErrorCode.ShuttingDown));

        await world.FailAsync();

        Assert.Equal(0, world.Evidence("one").Weight);
        Assert.Empty(world.Get<ICircuits>().Open);
    }

    [Fact]
    public async Task Conversation_NextTurn_IsKnownWithItsTokensAndItsName()
    {
        await using var world = new SelectionWorld(new FakeModel("one").Says("fine thanks"));
        var first = await world.AskAsync("How are you today?");

        var (second, _, _) = await world.AnswerAsync(
            [new(ChatRole.User, "How are you today?"), new(ChatRole.Assistant, "fine thanks"), new(ChatRole.User, "And now?")]);

        Assert.NotNull(first.ConversationId);
        Assert.Equal(first.ConversationId, second.ConversationId);
        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public async Task Conversation_OtherQuestion_IsAnother()
    {
        await using var world = new SelectionWorld(new FakeModel("one"));

        Assert.NotEqual((await world.AskAsync("How are you today?")).ConversationId, (await world.AskAsync("Who are you?")).ConversationId);
    }

    [Fact]
    public async Task Decision_NamedModel_IsRememberedWithWhatWasRead()
    {
        await using var world = new SelectionWorld(new FakeModel("one"));

        await world.AskAsync("Write a Python function that reverses a string", "one");

        Assert.Equal(ModelTask.Code, world.Decisions.Single().Reading.Task);
        Assert.Null(world.Decisions.Single().Prompt);
    }

    [Fact]
    public async Task Decision_PromptsAreKept_CutAndWithoutSecrets()
    {
        await using var world = new SelectionWorld([("KeepPrompts", "true")], new FakeModel("one"));

        await world.AskAsync("Mail jane@example.org that " + new string('x', 900));

        var prompt = world.Decisions.Single().Prompt!;
        Assert.StartsWith("Mail [address] that", prompt);
        Assert.InRange(prompt.Length, 10, 500);
    }

    [Fact]
    public async Task Answer_NothingCanBeLearned_IsGivenAllTheSame()
    {
        await using var world = new SelectionWorld([], [], services => services.AddSingleton<IFeedback, BrokenFeedback>(), new FakeModel("one").Says("all is well"));

        var (_, text, _) = await world.AnswerAsync([new(ChatRole.User, "hello there")]);

        Assert.Equal("all is well", text);
        Assert.Equal(0, world.Residency.LeasesOut);
    }

    private sealed class BrokenFeedback : IFeedback
    {
        public IQualityEvidence Evidence { get; } = EvidenceSnapshot.Of([], [], DateTimeOffset.UnixEpoch);

        public Result<FeedbackReceipt> Vote(FeedbackVote vote) => throw new NotSupportedException();

        public void Preferred(string id, string betterModelId, string worseModelId, ModelTask task) => throw new NotSupportedException();

        public void Outcome(string modelId, ModelTask task, bool good) => throw new InvalidOperationException("broken on purpose");
    }
}
