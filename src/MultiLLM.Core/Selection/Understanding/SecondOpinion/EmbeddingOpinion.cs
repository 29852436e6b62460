using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Selection.Understanding.SecondOpinion;

/// <summary>
/// The second opinion by example: which task's example prompts lie nearest to the question, as an embedding model sees them. Only a model that is in memory
/// is asked, with a slot that is free. Its vectors of the examples are computed beside the requests, once for each load; until then the first opinion stands.
/// </summary>
internal sealed partial class EmbeddingOpinion(
    IModelCatalog catalog, IResidency residency, IOptions<MultiLLMOptions> options, TimeProvider time, ILogger<EmbeddingOpinion> log) : ISecondOpinion, IDisposable
{
    /// <summary>A task shows at the beginning, and embedding models read few tokens.</summary>
    public const int LongestText = 400;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan LearningPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);

    /// <summary>So few that requests for embeddings in between hardly wait.</summary>
    private const int ExamplesAtOnce = 16;

    private static readonly LoadDemand IfThere = new() { AtOnce = true };

    private readonly CancellationTokenSource _stopping = new();
    private readonly long _startedAt = time.GetTimestamp();
    private volatile Known? _known;
    private int _isLearning;
    private long _notBeforeTicks;

    /// <summary>The examples' vectors are being computed, or were.</summary>
    internal Task Learning { get; private set; } = Task.CompletedTask;

    public async ValueTask<TaskReading> AskAsync(TaskReading first, string question, CancellationToken cancellationToken)
    {
        if (!options.Value.SecondOpinion || first.IsSure || first.Confidence <= 0 || ResidentModel() is not { } model)
            return first;
        if (_known is not { } known || known.Model != model)
        {
            BeginLearning(model);
            return first;
        }
        using var enough = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        try
        {
            var vectors = await EmbedAsync(model, [question], either.Token);
            return vectors is [{ } vector] && vector.Length == known.Examples.Dimensions ? TwoOpinions.Of(first, known.Examples.Chances(vector)) : first;
        }
        catch (Exception error) when (error is MultiLLMException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            LogNone(model.Id, error.Message);
            return first;
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private ModelDefinition? ResidentModel()
    {
        var standing = residency.Snapshot;
        return catalog.Current.Models.FirstOrDefault(model => model.Kind == ModelKind.Embedding && standing.StateOf(model.Id) == ModelState.Ready);
    }

    private void BeginLearning(ModelDefinition model)
    {
        if (time.GetElapsedTime(_startedAt).Ticks < Volatile.Read(ref _notBeforeTicks) || Interlocked.Exchange(ref _isLearning, 1) == 1)
            return;
        Learning = Task.Run(() => LearnAsync(model));
    }

    private async Task LearnAsync(ModelDefinition model)
    {
        try
        {
            using var enough = new CancellationTokenSource(LearningPatience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, _stopping.Token);
            var examples = new List<(ModelTask, float[])>(ExamplePrompts.All.Count);
            foreach (var some in ExamplePrompts.All.Chunk(ExamplesAtOnce))
            {
                var vectors = await EmbedAsync(model, [.. some.Select(example => example.Prompt)], either.Token);
                examples.AddRange(some.Zip(vectors, (example, vector) => (example.Task, vector)));
            }
            _known = new Known(model, new ExampleVectors(examples));
        }
        catch (Exception error) when (error is MultiLLMException or OperationCanceledException or ObjectDisposedException)
        {
            Volatile.Write(ref _notBeforeTicks, (time.GetElapsedTime(_startedAt) + PauseAfterFailure).Ticks);
            LogNotLearned(model.Id, error.Message);
        }
        finally
        {
            Volatile.Write(ref _isLearning, 0);
        }
    }

    private async Task<IReadOnlyList<float[]>> EmbedAsync(ModelDefinition model, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var lent = await residency.EnsureReadyAsync(model, IfThere, cancellationToken);
        await using var lease = lent.OrThrow();
        var inputs = texts.Select(text => new EmbedInput { Text = Beginning(text) }).ToList();
        var result = await lease.Embeddings.EmbedAsync(inputs, dimensions: null, cancellationToken);
        return [.. result.Vectors.Select(vector => MemoryMarshal.Cast<byte, float>(vector.Values.Span).ToArray())];
    }

    public static string Beginning(string text) => text.Length <= LongestText ? text : text[..(char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText)];

    /// <param name="Model">Whose vectors they are.</param>
    /// <param name="Examples">At least one.</param>
    private sealed record Known(ModelDefinition Model, ExampleVectors Examples);

    [LoggerMessage(LogLevel.Debug, "{Model} gave no second opinion: {Reason}")]
    private partial void LogNone(string model, string reason);

    [LoggerMessage(LogLevel.Information, "{Model} cannot give second opinions for now: {Reason}")]
    private partial void LogNotLearned(string model, string reason);
}
