using System.Collections.Frozen;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection.Understanding;
using MultiLLM.Core.Selection.Understanding.SecondOpinion;

namespace MultiLLM.Tests.Selection.Understanding.SecondOpinion;

public sealed class EmbeddingOpinionTests : IDisposable
{
    private const string Question = "what do you make of it";

    private static readonly TaskReading Unsure = TaskReading.Unknown with
    {
        Task = ModelTask.Chat, Confidence = 0.3, Chances = [0.3, 0.05, 0.05, 0.25, 0.05, 0.05, 0.05, 0.1, 0.05, 0.05],
    };

    private readonly FakeTimeProvider _time = new();
    private readonly EmbeddingModel _model = new();
    private readonly EmbeddingOpinion _opinion;

    public EmbeddingOpinionTests() => _opinion = Opinion(isOn: true);

    public void Dispose() => _opinion.Dispose();

    [Fact]
    public async Task Ask_ModelInMemory_LearnsTheExamplesFirstThenTipsTheBalance()
    {
        Assert.Same(Unsure, await AskAsync());
        await _opinion.Learning;

        var both = await AskAsync();

        Assert.Equal((ModelTask.Math, true), (both.Task, both.IsSure));
        Assert.All(_model.Demands, demand => Assert.True(demand.AtOnce)); // so nothing is ever loaded for it
        Assert.Equal(ExamplePrompts.All.Count + 1, _model.Texts.Count);
    }

    [Fact]
    public async Task Ask_ModelIsNotInMemory_TheFirstStandsAndNothingIsAskedFor()
    {
        _model.IsReady = false;

        Assert.Same(Unsure, await AskAsync());
        await _opinion.Learning;
        Assert.Empty(_model.Demands);
    }

    [Fact]
    public async Task Ask_Off_TheFirstStands()
    {
        using var off = Opinion(isOn: false);

        Assert.Same(Unsure, await off.AskAsync(Unsure, Question, CancellationToken.None));
        Assert.Empty(_model.Demands);
    }

    [Fact]
    public async Task Ask_FirstIsSure_Stands()
    {
        var sure = Unsure with { IsSure = true };

        Assert.Same(sure, await _opinion.AskAsync(sure, Question, CancellationToken.None));
        Assert.Empty(_model.Demands);
    }

    [Fact]
    public async Task Ask_ModelTakesTooLong_TheFirstStands()
    {
        await LearnAsync();
        _model.Hangs = true;

        var asking = AskAsync();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Same(Unsure, await asking);
    }

    [Fact]
    public async Task Ask_CallerLeaves_IsCancelled()
    {
        await LearnAsync();
        _model.Hangs = true;
        using var leaving = new CancellationTokenSource();

        var asking = _opinion.AskAsync(Unsure, Question, leaving.Token).AsTask();
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task Ask_ModelFails_TheFirstStandsAndItIsLeftAloneForAWhile()
    {
        _model.Failure = new Error(ErrorCode.ModelBusy, "no slot free");
        await AskAsync();
        await _opinion.Learning;
        _model.Failure = null;
        Assert.Same(Unsure, await AskAsync());
        await _opinion.Learning;
        Assert.Single(_model.Demands);

        _time.Advance(TimeSpan.FromMinutes(2));
        await LearnAsync();

        Assert.Equal(ModelTask.Math, (await AskAsync()).Task);
    }

    private async Task LearnAsync()
    {
        await AskAsync();
        await _opinion.Learning;
    }

    private Task<TaskReading> AskAsync() => _opinion.AskAsync(Unsure, Question, CancellationToken.None).AsTask();

    private EmbeddingOpinion Opinion(bool isOn) => new(
        _model, _model, Options.Create(new MultiLLMOptions { SecondOpinion = isOn }), _time, NullLogger<EmbeddingOpinion>.Instance);

    /// <summary>Each example lies with its task, and every question with mathematics.</summary>
    private sealed class EmbeddingModel : IModelCatalog, IResidency, IRunnerEmbeddings
    {
        private static readonly ModelDefinition Definition = new() { Id = "embed", Name = "embed", Kind = ModelKind.Embedding, Path = "/embed" };

        public bool IsReady { get; set; } = true;
        public bool Hangs { get; set; }
        public Error? Failure { get; set; }
        public List<LoadDemand> Demands { get; } = [];
        public List<string> Texts { get; } = [];

        public CatalogSnapshot Current { get; } = new([Definition], []);

        public ResidencySnapshot Snapshot => new(
            IsReady ? FrozenDictionary.ToFrozenDictionary([KeyValuePair.Create("embed", new ModelResidency { ModelId = "embed", State = ModelState.Ready })]) : FrozenDictionary<string, ModelResidency>.Empty, 3);

        public ValueTask<Result<ModelLease>> EnsureReadyAsync(ModelDefinition model, LoadDemand demand, CancellationToken cancellationToken)
        {
            Demands.Add(demand);
            return new(Failure is { } failure ? failure : new Lease(this));
        }

        public async Task<EmbeddingsResult> EmbedAsync(IReadOnlyList<EmbedInput> inputs, int? dimensions, CancellationToken cancellationToken)
        {
            if (Hangs)
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            var result = new EmbeddingsResult();
            foreach (var input in inputs)
            {
                Texts.Add(input.Text);
                var task = ExamplePrompts.All.FirstOrDefault(example => input.Text == EmbeddingOpinion.Beginning(example.Prompt))?.Task ?? ModelTask.Math;
                result.Vectors.Add(new EmbeddingVector { Values = ByteString.CopyFrom(MemoryMarshal.AsBytes(ExampleVectorsTests.OneHot(task).AsSpan())), Tokens = 1 });
            }
            return result;
        }

        public ValueTask<CatalogSnapshot> RefreshAsync(CancellationToken cancellationToken) => new(Current);

        public ValueTask<Result<ModelDefinition>> FindAsync(string idOrAlias, CancellationToken cancellationToken) => new(Definition);

        public ValueTask<Result<bool>> UnloadAsync(string modelId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<Result<bool>> UnpinAsync(string modelId, CancellationToken cancellationToken) => throw new NotSupportedException();

        private sealed class Lease(EmbeddingModel model) : ModelLease
        {
            public override ModelDefinition Model => Definition;
            public override ModelLoaded Loaded { get; } = new();
            public override LoadPlan Plan { get; } = new(512, 512, 1, 512);
            public override TimeSpan LoadWait => TimeSpan.Zero;
            public override IChatClient Chat => throw new NotSupportedException();
            public override IRunnerEmbeddings Embeddings => model;

            public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
