using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Gateway.Limits.Deadlines;

/// <summary>Ends the work for a request whose answer does not begin in time. Requests without a deadline pass through.</summary>
internal sealed class DeadlineChatClient(IChatClient inner, TimeProvider time) : DelegatingChatClient(inner)
{
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        options is GenerationOptions { Origin.Request.Deadline: { } deadline }
            ? InTimeAsync(messages, options, deadline, cancellationToken)
            : InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken);

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    private async IAsyncEnumerable<ChatResponseUpdate> InTimeAsync(
        IEnumerable<ChatMessage> messages, ChatOptions options, RequestDeadline deadline, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watch = new DeadlineWatch(deadline, time, cancellationToken);
        await using var answer = InnerClient.GetStreamingResponseAsync(messages, options, watch.Token).GetAsyncEnumerator(watch.Token);
        while (true)
        {
            try
            {
                if (!await answer.MoveNextAsync())
                    yield break;
            }
            catch (Exception failure) when (watch.Caused(failure))
            {
                throw watch.Missed();
            }
            if (answer.Current.FinishReason is not null || answer.Current.Text.Length > 0 || answer.Current.LogProbs is not null)
                watch.HasBegun();
            yield return answer.Current;
        }
    }
}
