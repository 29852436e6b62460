using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Hosting;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Selection.Feedback;

public sealed class FeedbackStoreTests
{
    private static readonly FakeModel[] One = [new("one")];

    [Fact]
    public async Task Stop_AfterAVote_TheNextServiceKnowsIt()
    {
        using var home = new TempFolder();
        await RunAsync(home, async world =>
        {
            var decision = await world.AskAsync();
            world.Get<IFeedback>().Vote(new FeedbackVote(decision.Id, -1, null)).OrThrow();
            world.Get<IFeedback>().Outcome("one", ModelTask.Code, good: false);
        });

        await RunAsync(home, world =>
        {
            Assert.Equal((1.0, 0.0), (world.Evidence("one").Weight, world.Evidence("one").Mean), new Near());
            Assert.InRange(world.Evidence("one", ModelTask.Code).Weight, 0.2, 0.25);
            return Task.CompletedTask;
        });
        Assert.Empty(Directory.GetFiles(home.Path, "*.tmp"));
    }

    [Fact]
    public async Task Vote_AMomentLater_IsOnDiskWithoutTheQuestion()
    {
        using var home = new TempFolder();
        await RunAsync(home, async world =>
        {
            var decision = await world.AskAsync("hello there, my secret friend");
            world.Get<IFeedback>().Vote(new FeedbackVote(decision.Id, 1, null)).OrThrow();
            await Eventually.HoldsAsync(() =>
            {
                world.Time.Advance(TimeSpan.FromSeconds(1));
                return File.Exists(PathIn(home)) && File.ReadAllText(PathIn(home)).Contains(decision.Id, StringComparison.Ordinal);
            }, "the vote is written");
            Assert.DoesNotContain("secret", File.ReadAllText(PathIn(home)));
        });
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{ "votes": [null], "outcomes": [] }""")]
    [InlineData("""{ "votes": [], "outcomes": [{ "model_id": "one", "task": "Chat", "bad": -1, "good": 0, "at": "2026-01-01T00:00:00+00:00" }] }""")]
    [InlineData("""{ "votes": [{ "decision_id": "a", "model_id": "b", "task": "Nonsense", "is_good": true, "at": "2026-01-01T00:00:00+00:00" }], "outcomes": [] }""")]
    public async Task Start_CorruptFile_IsSetAsideAndTheServiceLearnsAnew(string content)
    {
        using var home = new TempFolder();
        File.WriteAllText(PathIn(home), content);

        await RunAsync(home, async world =>
        {
            Assert.Equal(content, File.ReadAllText(PathIn(home) + ".corrupt"));
            world.Get<IFeedback>().Vote(new FeedbackVote((await world.AskAsync()).Id, 1, null)).OrThrow();
        });

        Assert.Single(new StateFile<FeedbackFile>(PathIn(home), FeedbackFile.Format, NullLogger.Instance).Read()!.Votes);
    }

    [Fact]
    public async Task Stop_FolderCannotBeWritten_TheServiceStopsAllTheSame()
    {
        using var home = new TempFolder();
        Directory.CreateDirectory(PathIn(home)); // a folder where the file should be

        await RunAsync(home, async world => world.Get<IFeedback>().Vote(new FeedbackVote((await world.AskAsync()).Id, 1, null)).OrThrow());

        Assert.Empty(Directory.GetFiles(home.Path, "*.tmp"));
    }

    private static async Task RunAsync(TempFolder home, Func<SelectionWorld, Task> act)
    {
        await using var world = new SelectionWorld([("Home", home.Path)], One);
        var store = world.Get<IEnumerable<IHostedService>>().OfType<FeedbackStore>().Single();
        await store.StartAsync(CancellationToken.None);
        await act(world);
        await store.StopAsync(CancellationToken.None);
    }

    private static string PathIn(TempFolder home) => Path.Combine(home.Path, "feedback.json");

    private sealed class Near : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => Math.Abs(x.Item1 - y.Item1) < 0.001 && Math.Abs(x.Item2 - y.Item2) < 0.001;

        public int GetHashCode((double, double) obj) => 0;
    }
}
