using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Backends.Managed;

/// <summary>Embeddings of a server of one's own.</summary>
internal sealed class ManagedEmbeddings(IRunnerEmbeddings inner, ManagedCalls calls) : IRunnerEmbeddings
{
    public Task<EmbeddingsResult> EmbedAsync(IReadOnlyList<EmbedInput> inputs, int? dimensions, CancellationToken cancellationToken) =>
        EmbedAsync(inputs, dimensions, null, cancellationToken);

    public async Task<EmbeddingsResult> EmbedAsync(IReadOnlyList<EmbedInput> inputs, int? dimensions, RequestExtras? extras, CancellationToken cancellationToken)
    {
        try
        {
            return await inner.EmbedAsync(inputs, dimensions, extras, cancellationToken);
        }
        catch (MultiLLMException failure)
        {
            throw await calls.JudgeAsync(failure);
        }
    }
}
