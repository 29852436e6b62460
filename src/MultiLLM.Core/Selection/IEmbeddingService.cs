using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Analytics.Recording;

namespace MultiLLM.Core.Selection;

/// <summary>Embeddings by a named or automatically chosen embedding model, loaded on demand.</summary>
public interface IEmbeddingService
{
    /// <summary>
    /// <paramref name="modelId"/> null or "auto": the service picks. Inputs are not empty.
    /// <paramref name="keepAlive"/>: see <see cref="Residency.LoadDemand.KeepAlive"/>. Fails with <see cref="Errors.MultiLLMException"/>.
    /// </summary>
    Task<EmbeddingOutcome> EmbedAsync(string? modelId, IReadOnlyList<EmbedInput> inputs, int? dimensions, TimeSpan? keepAlive, CancellationToken cancellationToken);

    /// <summary>The same service for one request, recorded as coming from there.</summary>
    IEmbeddingService For(RequestOrigin origin) => this;
}

/// <param name="Decision">Which model and why.</param>
/// <param name="Result">Vectors in the order of the inputs.</param>
public sealed record EmbeddingOutcome(SelectionDecision Decision, EmbeddingsResult Result);
