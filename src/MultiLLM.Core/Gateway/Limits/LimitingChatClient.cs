using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Limits.Metering;
using MultiLLM.Core.Gateway.Limits.Rates;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection.Cascade;

namespace MultiLLM.Core.Gateway.Limits;

/// <summary>
/// Keeps each key within its limits: what an answer may use at most is set aside before a model is asked, and what it did use is settled when it has ended,
/// however it ended. Callers without limits pass through.
/// </summary>
internal sealed class LimitingChatClient(IChatClient inner, LimitGate gate) : DelegatingChatClient(inner)
{
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        options is GenerationOptions { Caller: { } caller } own && gate.RatesOf(caller) is { } rates
            ? LimitedAsync(messages as IReadOnlyList<ChatMessage> ?? [.. messages], own, caller, rates, cancellationToken)
            : InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken);

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    private async IAsyncEnumerable<ChatResponseUpdate> LimitedAsync(
        IReadOnlyList<ChatMessage> messages, GenerationOptions options, Caller caller, CallerRates rates, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prompt = PromptBound.Of(messages, options);
        var wish = gate.Wish(caller, prompt, options.MaxOutputTokens, CascadeRequest.Of(options) is null ? 1 : 2).OrThrow();
        var countsPrompt = options.Origin?.CountsPrompt ?? true;
        if (!countsPrompt)
            wish = wish with { Prompt = 0 };
        var request = RequestShare.Of(options.Origin?.Request, gate);
        if (request.Enter(caller, rates) is { } refusal)
            throw new MultiLLMException(refusal);
        try
        {
            var hold = (await gate.HoldAsync(caller, rates, wish, cancellationToken)).OrThrow();
            var spending = new Spending(caller, gate, hold, prompt, countsPrompt);
            IAsyncEnumerator<ChatResponseUpdate>? answer = null;
            try
            {
                answer = InnerClient.GetStreamingResponseAsync(messages, Within(options, wish, hold, spending), cancellationToken).GetAsyncEnumerator(cancellationToken);
                while (await answer.MoveNextAsync())
                {
                    await spending.ObserveAsync(answer.Current, cancellationToken);
                    yield return answer.Current;
                }
            }
            finally
            {
                try
                {
                    if (answer is not null)
                        await answer.DisposeAsync();
                }
                finally
                {
                    spending.Settle(cancelled: cancellationToken.IsCancellationRequested);
                }
            }
        }
        finally
        {
            request.Leave();
        }
    }

    private static GenerationOptions Within(GenerationOptions options, TokenWish wish, TokenHold hold, Spending spending)
    {
        var within = GenerationOptions.From(options);
        within.Meter = spending.Meter;
        var most = hold.Tokens == long.MaxValue ? wish.Answer : wish.AnswerIn(hold.Tokens);
        if (most < int.MaxValue)
            within.MaxOutputTokens = (int)most;
        return within;
    }
}
