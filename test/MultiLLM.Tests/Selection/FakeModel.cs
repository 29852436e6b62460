using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Core.Runners;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace MultiLLM.Tests.Selection;

/// <summary>A model that answers as it is told. What it is told first it does first; the last thing it goes on doing.</summary>
internal sealed class FakeModel : IChatClient
{
    private readonly Queue<Answer> _answers = [];
    private readonly Queue<Error> _loadFailures = [];
    private Answer _last = new("yes indeed");

    /// <param name="id">Its name.</param>
    /// <param name="quality">At every task, 0 to 10.</param>
    /// <param name="sizeBytes">The larger the slower.</param>
    /// <param name="context">Tokens.</param>
    /// <param name="kind">An embedding model gives one vector for each text.</param>
    public FakeModel(string id, double quality = 5, long sizeBytes = 1_000_000, int context = 4096, ModelKind kind = ModelKind.Chat) => Definition = new ModelDefinition
    {
        Id = id, Name = id, Kind = kind, Path = "/" + id, SizeBytes = sizeBytes, Parameters = sizeBytes, TrainedContextLength = context,
        Entry = new CatalogEntry
        {
            Id = id, Name = id, Type = kind == ModelKind.Embedding ? ModelType.Embedding : ModelType.SmallLlm, Kind = kind,
            Quality = Enum.GetValues<ModelTask>().ToDictionary(task => task, _ => new QualityScore(quality, "test")),
        },
    };

    public ModelDefinition Definition { get; }

    /// <summary>How often it was asked to answer.</summary>
    public int Asked { get; private set; }
    public GenerationOptions? LastOptions { get; private set; }

    public FakeModel Says(string text, double logProb = -0.01, FinishReason reason = FinishReason.Stop, string stop = "") =>
        Then(new Answer(text, logProb, reason, stop));

    public FakeModel Fails(ErrorCode code = ErrorCode.RunnerCrashed, int times = 1)
    {
        for (var i = 0; i < times; i++)
            Then(new Answer("", Failure: new Error(code, $"{Definition.Id}: {code}")));
        return this;
    }

    public FakeModel BreaksOffAfter(string text, ErrorCode code = ErrorCode.RunnerCrashed) => Then(new Answer(text, Failure: new Error(code, $"{Definition.Id}: {code}")));

    public FakeModel DoesNotLoad(ErrorCode code = ErrorCode.ModelLoadFailed, int times = 1, TimeSpan? retryAfter = null)
    {
        for (var i = 0; i < times; i++)
            _loadFailures.Enqueue(new Error(code, $"{Definition.Id} does not load", RetryAfter: retryAfter));
        return this;
    }

    public Error? NextLoadFailure() => _loadFailures.TryDequeue(out var failure) ? failure : null;

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Asked++;
        LastOptions = options as GenerationOptions;
        await Task.Yield();
        var answer = _answers.TryDequeue(out var next) ? _last = next : _last;
        var words = answer.Text.Length == 0 ? [] : answer.Text.Split(' ');
        var started = new GenerationStarted { PromptTokens = 100 };
        for (var i = 0; i < words.Length; i++)
        {
            var update = new ChatResponseUpdate(ChatRole.Assistant, [new TextContent((i == 0 ? "" : " ") + words[i])]) { ModelId = Definition.Id };
            if (LastOptions is { LogProbs: true })
                update.LogProbs = [new TokenLogprob { Token = words[i], Logprob = answer.LogProb }];
            if (i == 0)
                update.Started = started;
            yield return update;
        }
        cancellationToken.ThrowIfCancellationRequested();
        if (answer.Failure is not null)
            throw new MultiLLMException(answer.Failure);
        yield return new ChatResponseUpdate(ChatRole.Assistant, [])
        {
            ModelId = Definition.Id,
            FinishReason = answer.Reason == FinishReason.Length ? ChatFinishReason.Length : ChatFinishReason.Stop,
            Finished = new GenerationFinished
            {
                Reason = answer.Reason, StopText = answer.Stop, PromptTokens = 100, CompletionTokens = (uint)words.Length, Timings = new GenerationTimings(),
            },
        };
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private FakeModel Then(Answer answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    private sealed record Answer(string Text, double LogProb = -0.01, FinishReason Reason = FinishReason.Stop, string Stop = "", Error? Failure = null);
}

internal sealed class FakeLease(FakeModel model, Action returned) : ModelLease
{
    private Action? _returned = returned;

    public override ModelDefinition Model => model.Definition;
    public override ModelLoaded Loaded { get; } = new();
    public override LoadPlan Plan { get; } = new(4096, 4096, 1, 512);
    public override TimeSpan LoadWait => TimeSpan.Zero;
    public override IChatClient Chat => model;
    public override IRunnerEmbeddings Embeddings { get; } = new FakeVectors();

    public override ValueTask DisposeAsync()
    {
        Interlocked.Exchange(ref _returned, null)?.Invoke();
        return ValueTask.CompletedTask;
    }
}

internal sealed class FakeVectors : IRunnerEmbeddings
{
    public Task<EmbeddingsResult> EmbedAsync(IReadOnlyList<EmbedInput> inputs, int? dimensions, CancellationToken cancellationToken)
    {
        var result = new EmbeddingsResult();
        result.Vectors.AddRange(inputs.Select(_ => new EmbeddingVector { Tokens = 1 }));
        return Task.FromResult(result);
    }
}
