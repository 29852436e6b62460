using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Analytics.Recording;

namespace MultiLLM.Core.Selection;

/// <summary>Embeddings by a named or automatically chosen embedding model, loaded on demand.</summary>
public interface IEmbeddingService
{
    /// <summary>Inputs are not empty. Fails with <see cref="Errors.MultiLLMException"/>.</summary>
    Task<EmbeddingOutcome> EmbedAsync(IReadOnlyList<EmbedInput> inputs, EmbeddingWishes wishes, CancellationToken cancellationToken);

    /// <summary>The same service for one request, recorded as coming from there.</summary>
    IEmbeddingService For(RequestOrigin origin) => this;
}

/// <param name="Decision">Which model and why.</param>
/// <param name="Result">Vectors in the order of the inputs.</param>
public sealed record EmbeddingOutcome(SelectionDecision Decision, EmbeddingsResult Result)
{
    /// <summary>In the currency of its model's price; null: it has none.</summary>
    public decimal? Cost { get; init; }
}
