using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Rates;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection;

internal sealed class EmbeddingService(ModelSelector selector, AttemptParts parts, IDemand models) : IEmbeddingService
{
    public async Task<EmbeddingOutcome> EmbedAsync(IReadOnlyList<EmbedInput> inputs, EmbeddingWishes wishes, CancellationToken cancellationToken)
    {
        if (inputs.Count == 0)
            throw new MultiLLMException(new Error(ErrorCode.InvalidRequest, "There is nothing to embed.", "input"));
        var choice = (await selector.ChooseAsync(wishes.ModelId, FeaturesOf(wishes), cancellationToken)).OrThrow();
        using var attempts = new Attempts(choice, LoadDemand.Default with { KeepAlive = wishes.KeepAlive }, parts);
        while (true)
        {
            await using var lease = await attempts.BorrowAsync(cancellationToken);
            var embedded = await TryEmbedAsync(lease, inputs, wishes, cancellationToken);
            if (embedded.IsSuccess)
            {
                models.Asked(lease.Model.Id);
                return new EmbeddingOutcome(attempts.Answers(), embedded.Value) { Cost = lease.CostOf(embedded.Value.Vectors.Sum(vector => (long)vector.Tokens), 0) };
            }
            if (!attempts.TryNext(embedded.Error))
                throw attempts.Exhausted(embedded.Error);
        }
    }

    private static RequestFeatures FeaturesOf(EmbeddingWishes wishes) => RequestFeatures.Embedding with
    {
        NeedsItsModel = !wishes.AnyModelWillDo,
        Caller = wishes.Caller,
        Wishes = wishes.Fallbacks.Count == 0 ? SelectionWishes.None : new SelectionWishes { Fallbacks = wishes.Fallbacks },
    };

    private static async Task<Result<EmbeddingsResult>> TryEmbedAsync(
        ModelLease lease, IReadOnlyList<EmbedInput> inputs, EmbeddingWishes wishes, CancellationToken cancellationToken)
    {
        try
        {
            return await lease.Embeddings.EmbedAsync(inputs, wishes.Dimensions, wishes.Extras, cancellationToken);
        }
        catch (MultiLLMException error)
        {
            return error.Error;
        }
    }
}
