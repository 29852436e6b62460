using MultiLLM.Contracts.Runner;

namespace MultiLLM.Core.Runners;

/// <summary>Embeddings of one loaded model, token arrays included (IEmbeddingGenerator takes text only).</summary>
public interface IRunnerEmbeddings
{
    /// <summary>Vectors in the order of the inputs. Fails with <see cref="Errors.MultiLLMException"/>.</summary>
    Task<EmbeddingsResult> EmbedAsync(IReadOnlyList<EmbedInput> inputs, int? dimensions, CancellationToken cancellationToken);
}
