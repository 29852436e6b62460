using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Backends;

namespace MultiLLM.Core.Runners;

/// <summary>Embeddings of one loaded model, token arrays included (IEmbeddingGenerator takes text only).</summary>
public interface IRunnerEmbeddings
{
    /// <summary>Vectors in the order of the inputs. Fails with <see cref="Errors.MultiLLMException"/>.</summary>
    Task<EmbeddingsResult> EmbedAsync(IReadOnlyList<EmbedInput> inputs, int? dimensions, CancellationToken cancellationToken);

    /// <summary>As above, with what only remote servers understand.</summary>
    Task<EmbeddingsResult> EmbedAsync(IReadOnlyList<EmbedInput> inputs, int? dimensions, RequestExtras? extras, CancellationToken cancellationToken) =>
        EmbedAsync(inputs, dimensions, cancellationToken);
}
