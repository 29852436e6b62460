using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection;

internal sealed class EmbeddingService(ModelSelector selector, ICircuits circuits, IResidency residency) : IEmbeddingService
{
    public async Task<EmbeddingOutcome> EmbedAsync(
        string? modelId, IReadOnlyList<EmbedInput> inputs, int? dimensions, TimeSpan? keepAlive, CancellationToken cancellationToken)
    {
        if (inputs.Count == 0)
            throw new MultiLLMException(new Error(ErrorCode.InvalidRequest, "There is nothing to embed.", "input"));
        var choice = (await selector.ChooseAsync(modelId, RequestFeatures.Embedding, cancellationToken)).OrThrow();
        var attempts = new Attempts(choice, LoadDemand.Default with { KeepAlive = keepAlive }, residency, circuits);
        while (true)
        {
            await using var lease = await attempts.BorrowAsync(cancellationToken);
            try
            {
                var result = await lease.Embeddings.EmbedAsync(inputs, dimensions, cancellationToken);
                return new EmbeddingOutcome(attempts.Decision, result);
            }
            catch (MultiLLMException error) when (attempts.MayRetry(error.Error))
            {
                // nothing of the answer is out yet
            }
        }
    }
}
