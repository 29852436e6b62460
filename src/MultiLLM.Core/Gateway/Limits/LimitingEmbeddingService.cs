using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Limits.Metering;
using MultiLLM.Core.Gateway.Limits.Rates;
using MultiLLM.Core.Selection;

namespace MultiLLM.Core.Gateway.Limits;

/// <summary>The embedding service's twin of <see cref="LimitingChatClient"/>.</summary>
internal sealed class LimitingEmbeddingService(IEmbeddingService inner, LimitGate gate) : IEmbeddingService
{
    public IEmbeddingService For(RequestOrigin origin) => new LimitingEmbeddingService(inner.For(origin), gate);

    public Task<EmbeddingOutcome> EmbedAsync(IReadOnlyList<EmbedInput> inputs, EmbeddingWishes wishes, CancellationToken cancellationToken) =>
        gate.RatesOf(wishes.Caller) is { } rates ? LimitedAsync(inputs, wishes, rates, cancellationToken) : inner.EmbedAsync(inputs, wishes, cancellationToken);

    private async Task<EmbeddingOutcome> LimitedAsync(
        IReadOnlyList<EmbedInput> inputs, EmbeddingWishes wishes, CallerRates rates, CancellationToken cancellationToken)
    {
        var caller = wishes.Caller;
        var prompt = PromptBound.Of(inputs);
        var wish = gate.Wish(caller, prompt, asked: 0, times: 1).OrThrow();
        var request = RequestShare.Of(null, gate);
        if (request.Enter(caller, rates) is { } refusal)
            throw new MultiLLMException(refusal);
        try
        {
            var hold = (await gate.HoldAsync(caller, rates, wish, cancellationToken)).OrThrow();
            EmbeddingOutcome? outcome = null;
            try
            {
                outcome = await inner.EmbedAsync(inputs, wishes, cancellationToken);
                return outcome;
            }
            finally
            {
                hold.Settle(outcome is { } done
                    ? done.Result.Vectors.Sum(vector => (long)vector.Tokens)
                    : cancellationToken.IsCancellationRequested ? Math.Min(prompt.Likely, hold.Tokens) : 0);
            }
        }
        finally
        {
            request.Leave();
        }
    }
}
