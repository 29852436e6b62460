using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Comparisons;
using MultiLLM.Core.Comparisons.Measures;
using MultiLLM.Core.Comparisons.Running;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Core.Runners;
using MultiLLM.Tests.Selection;
using MultiLLM.Tests.Support;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace MultiLLM.Tests.Comparisons;

/// <summary>The whole of running one, over models that do as they are told, and a standing of the models that tests set.</summary>
public sealed class ComparisonRunnerTests : IAsyncDisposable
{
    private readonly ComparisonBook _book = new(TimeProvider.System);
    private readonly StandingResidency _residency = new();
    private readonly Recorded _records = new();
    private readonly ComparisonRunner _runner;

    public ComparisonRunnerTests()
    {
        _runner = new ComparisonRunner(
            _book, new ComparisonRecords(_records, TimeProvider.System), _residency, new NoQueuedRequests(), TimeProvider.System, NullLogger<ComparisonRunner>.Instance);
        _runner.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _runner.StopAsync(CancellationToken.None);
        _runner.Dispose();
    }

    [Fact]
    public async Task Run_TwoModels_AnswersAllModelByModelAndLeavesARecordForEach()
    {
        var (one, two) = (new FakeModel("one").Says("it is Paris"), new FakeModel("two").Says("it is Rome"));
        _residency.Add(one, two);

        var comparison = await RunAsync(Orders.Of([one, two], new ComparedPrompt("Which city?", "Paris"), new ComparedPrompt("And now?")) with { Check = AnswerCheck.Contains });

        Assert.Equal(ComparisonState.Done, comparison.State);
        Assert.Equal(["one", "one", "two", "two"], _residency.Asked);
        Assert.Equal((1.0, 0.0, null), (At(comparison, 0, 0).Quality!.Value, At(comparison, 1, 0).Quality!.Value, At(comparison, 0, 1).Quality));
        Assert.Equal(("it is Rome", 3, "stop", true), (At(comparison, 1, 0).Text, (int)At(comparison, 1, 0).CompletionTokens, At(comparison, 1, 0).FinishReason, At(comparison, 1, 0).Alone));
        Assert.Equal(4, _records.Count);
        Assert.All(_records, record => Assert.Equal(
            (RequestOutcome.Ok, "comparison", false, 3L), (record.Outcome, record.Dialect, record.IsUse, record.CompletionTokens)));
        Assert.Equal(2.0 / 3, Agreement.Of(comparison, 0, 1)!.Value, 1e-9);
    }

    [Fact]
    public async Task Run_ModelThatDoesNotLoad_FailsForAllPromptsAndTheOtherGoesOn()
    {
        var (one, two) = (new FakeModel("one").DoesNotLoad(), new FakeModel("two").Fails().Says("fine"));
        _residency.Add(one, two);

        var comparison = await RunAsync(Orders.Of([one, two], new ComparedPrompt("a"), new ComparedPrompt("b")));

        Assert.Equal(["one", "two", "two"], _residency.Asked);
        Assert.All([At(comparison, 0, 0), At(comparison, 0, 1)], answer => Assert.Equal(ErrorCode.ModelLoadFailed, answer.Failure!.Code));
        Assert.Equal(ErrorCode.RunnerCrashed, At(comparison, 1, 0).Failure!.Code);
        Assert.Equal("fine", At(comparison, 1, 1).Text);
        Assert.Equal(["model_load_failed", "runner_crashed", null], _records.Select(record => record.ErrorCode));
    }

    [Fact]
    public async Task Run_SomebodyWaits_DoesNotBeginBeforeHeIsServed()
    {
        var one = new FakeModel("one").Says("fine");
        _residency.Add(one, new FakeModel("two"));
        _residency.Waiting = 1;
        var id = Start(Orders.Of([one, new FakeModel("two")], new ComparedPrompt("a")));

        await Eventually.HoldsAsync(() => _book.Find(id).Value!.Waiting?.Contains("come first", StringComparison.Ordinal) == true, "it says that it waits");
        Assert.Empty(_residency.Asked);
        _residency.Waiting = 0;

        Assert.Equal(ComparisonState.Done, (await EndAsync(id)).State);
    }

    [Fact]
    public async Task Run_SomebodyComesMeanwhile_IsGivenUpAndDoneAgain()
    {
        var one = new SlowModel();
        _residency.Put(one.Model, one);
        _residency.Add(new FakeModel("two").Says("fine"));
        var id = Start(Orders.Of([one.Model, new FakeModel("two")], new ComparedPrompt("a")));
        await Eventually.HoldsAsync(() => one.Begun == 1, "the answer was begun");

        _residency.Waiting = 1;
        await Eventually.HoldsAsync(() => one.Cancelled == 1, "the answer was given up");
        Assert.Equal(0, _residency.Leases);
        one.Gate.Release();
        _residency.Waiting = 0;

        var comparison = await EndAsync(id);
        Assert.Equal((ComparisonState.Done, 1, "slow but done"), (comparison.State, comparison.GivenUp, At(comparison, 0, 0).Text));
        Assert.Equal([(RequestOutcome.Superseded, 1), (RequestOutcome.Ok, 2), (RequestOutcome.Ok, 1)], _records.Select(record => (record.Outcome, record.Attempt)));
    }

    [Fact]
    public async Task Run_Stopped_EndsAtOnceKeepsWhatIsThereAndTheNextOneRuns()
    {
        var slow = new SlowModel();
        _residency.Put(slow.Model, slow);
        _residency.Add(new FakeModel("two").Says("fine"));
        var id = Start(Orders.Of([new FakeModel("two"), slow.Model], new ComparedPrompt("a")));
        await Eventually.HoldsAsync(() => slow.Begun == 1, "the answer was begun");

        _book.Stop(id);
        await Eventually.HoldsAsync(() => slow.Cancelled == 1, "the answer was stopped");

        var stopped = _book.Find(id).Value!;
        Assert.Equal((ComparisonState.Cancelled, "fine"), (stopped.State, At(stopped, 0, 0).Text));
        Assert.Equal(ComparisonState.Done, (await RunAsync(Orders.Of([new FakeModel("two")], new ComparedPrompt("b")))).State);
        Assert.Equal([RequestOutcome.Ok, RequestOutcome.Cancelled, RequestOutcome.Ok], _records.Select(record => record.Outcome));
    }

    private async Task<Comparison> RunAsync(ComparisonOrder order) => await EndAsync(Start(order));

    private string Start(ComparisonOrder order)
    {
        var id = $"cmp-{Guid.NewGuid():N}";
        _book.Add(new Comparison
        {
            Id = id, Order = order, CreatedAt = DateTimeOffset.UnixEpoch,
            Tasks = [.. order.Prompts.Select(_ => ModelTask.Chat)], Shown = [.. order.Prompts.Select(_ => (int[])[0, 1])],
        });
        return id;
    }

    private async Task<Comparison> EndAsync(string id)
    {
        await Eventually.HoldsAsync(() => _book.Find(id).Value!.IsOver, "the comparison is over");
        return _book.Find(id).Value!;
    }

    private static ComparedAnswer At(Comparison comparison, int model, int prompt) => comparison.Answers[new AnswerPlace(model, prompt)];

    private sealed class Recorded : ConcurrentQueue<RequestRecord>, IRequestRecorder
    {
        public bool KeepsPrompts => false;

        public void Record(RequestRecord record) => Enqueue(record);
    }

    /// <summary>Writes a word and then waits until it may go on.</summary>
    private sealed class SlowModel : IChatClient
    {
        public FakeModel Model { get; } = new("slow");
        public SemaphoreSlim Gate { get; } = new(0);
        public int Begun { get; private set; }
        public int Cancelled { get; private set; }

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Begun++;
            yield return new ChatResponseUpdate(ChatRole.Assistant, "slow");
            try
            {
                await Gate.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                Cancelled++;
                throw;
            }
            yield return new ChatResponseUpdate(ChatRole.Assistant, " but done") { Finished = new GenerationFinished { CompletionTokens = 3 } };
        }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    private sealed class StandingResidency : IResidency
    {
        private readonly Dictionary<string, IChatClient> _models = [];
        private readonly Dictionary<string, FakeModel> _fakes = [];

        public List<string> Asked { get; } = [];
        public int Waiting { get; set; }
        public int Leases { get; private set; }

        public ResidencySnapshot Snapshot => ComparisonGateTests.Standing(
            ComparisonGateTests.Model("somebody's") with { Waiting = Waiting }, ComparisonGateTests.Model("lent") with { InFlight = Leases });

        public void Add(params FakeModel[] models)
        {
            foreach (var model in models)
                Put(model, model);
        }

        public void Put(FakeModel model, IChatClient chat) => (_models[model.Definition.Id], _fakes[model.Definition.Id]) = (chat, model);

        public ValueTask<Result<ModelLease>> EnsureReadyAsync(ModelDefinition model, LoadDemand demand, CancellationToken cancellationToken)
        {
            Asked.Add(model.Id);
            if (_fakes[model.Id].NextLoadFailure() is { } failure)
                return new(failure);
            Leases++;
            return new(new Lent(model, _models[model.Id], () => Leases--));
        }

        public ValueTask<Result<bool>> UnloadAsync(string modelId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<Result<bool>> UnpinAsync(string modelId, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class Lent(ModelDefinition model, IChatClient chat, Action returned) : ModelLease
    {
        public override ModelDefinition Model => model;
        public override ModelLoaded Loaded { get; } = new();
        public override LoadPlan Plan { get; } = new(4096, 4096, 1, 512);
        public override TimeSpan LoadWait => TimeSpan.Zero;
        public override IChatClient Chat => chat;
        public override IRunnerEmbeddings Embeddings => throw new NotSupportedException();

        public override ValueTask DisposeAsync()
        {
            returned();
            return ValueTask.CompletedTask;
        }
    }
}
