using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Selection;

namespace MultiLLM.Core.Telemetry.Tracing;

/// <summary>The embedding service's twin of <see cref="TracingChatClient"/>.</summary>
internal sealed class TracingEmbeddingService(IEmbeddingService inner, RequestOrigin? from = null) : IEmbeddingService
{
    public IEmbeddingService For(RequestOrigin origin) => new TracingEmbeddingService(inner.For(origin), origin);

    public Task<EmbeddingOutcome> EmbedAsync(IReadOnlyList<EmbedInput> inputs, EmbeddingWishes wishes, CancellationToken cancellationToken) =>
        Spans.AreWanted ? TraceAsync(inputs, wishes, cancellationToken) : inner.EmbedAsync(inputs, wishes, cancellationToken);

    private async Task<EmbeddingOutcome> TraceAsync(IReadOnlyList<EmbedInput> inputs, EmbeddingWishes wishes, CancellationToken cancellationToken)
    {
        using var span = OperationSpan.Start(Operations.Embeddings, wishes.ModelId, from);
        try
        {
            var outcome = await inner.EmbedAsync(inputs, wishes, cancellationToken);
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
