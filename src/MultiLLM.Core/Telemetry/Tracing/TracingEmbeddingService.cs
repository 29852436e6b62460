using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Selection;

namespace MultiLLM.Core.Telemetry.Tracing;

/// <summary>The embedding service's twin of <see cref="TracingChatClient"/>.</summary>
internal sealed class TracingEmbeddingService(IEmbeddingService inner, RequestOrigin? from = null) : IEmbeddingService
{
    public IEmbeddingService For(RequestOrigin origin) => new TracingEmbeddingService(inner.For(origin), origin);

    public Task<EmbeddingOutcome> EmbedAsync(
        string? modelId, IReadOnlyList<EmbedInput> inputs, int? dimensions, TimeSpan? keepAlive, CancellationToken cancellationToken) =>
        Spans.AreWanted
            ? TraceAsync(modelId, inputs, dimensions, keepAlive, cancellationToken)
            : inner.EmbedAsync(modelId, inputs, dimensions, keepAlive, cancellationToken);

    private async Task<EmbeddingOutcome> TraceAsync(
        string? modelId, IReadOnlyList<EmbedInput> inputs, int? dimensions, TimeSpan? keepAlive, CancellationToken cancellationToken)
    {
        using var span = OperationSpan.Start(Operations.Embeddings, modelId, from);
        try
        {
            var outcome = await inner.EmbedAsync(modelId, inputs, dimensions, keepAlive, cancellationToken);
            span?.Decide(outcome.Decision, outcome.Decision.Fallbacks);
            span?.Use(outcome.Result.Vectors.Sum(vector => (long)vector.Tokens), cachedTokens: 0, completionTokens: null);
            return outcome;
        }
        catch (Exception failure)
        {
            span?.Decide(null, (failure as MultiLLMException)?.Attempts ?? []);
            span?.Fail(failure);
            throw;
        }
    }
}
