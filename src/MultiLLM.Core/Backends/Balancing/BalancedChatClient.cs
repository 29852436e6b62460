using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Backends.Balancing;

/// <summary>Chat at the server of a lease; before the first output it goes on to another server where that may do better.</summary>
internal sealed class BalancedChatClient(RemoteLease lease) : IChatClient
{
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        while (true)
        {
            var (server, sentAt) = (lease.Server, lease.Time.GetTimestamp());
            var answer = lease.Clients.Chat(server.Endpoint(), lease.Model).GetStreamingResponseAsync(asked, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            TimeSpan? first = null;
            var isOver = false;
            try
            {
                while (true)
                {
                    bool more;
                    try
                    {
                        more = await answer.MoveNextAsync();
                    }
                    catch (MultiLLMException failed)
                    {
                        var outcome = ServerOutcome.Of(failed.Error) with { FirstOutput = first };
                        if (first is null && outcome.OthersMayDoBetter && await lease.TryMoveAsync(outcome, cancellationToken))
                            break;
                        isOver = true;
                        lease.Report(outcome);
                        throw;
                    }
                    if (!more)
                    {
                        isOver = true;
                        lease.Report(ServerOutcome.Good with { FirstOutput = first });
                        yield break;
                    }
                    first ??= lease.Time.GetElapsedTime(sentAt);
                    Complete(answer.Current);
                    yield return answer.Current;
                }
            }
            finally
            {
                // A caller that stopped reading had a server that worked as far as anybody looked.
                if (!isOver && first is not null)
                    lease.Report(ServerOutcome.Good with { FirstOutput = first });
                await answer.DisposeAsync();
            }
        }
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("multillm", defaultModelId: lease.Model.Id)
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
        // the lease belongs to its borrower
    }

    private void Complete(ChatResponseUpdate update)
    {
        if (update.Finished is not { } finished)
            return;
        update.Cost = lease.CostOf(finished.PromptTokens, finished.CompletionTokens);
        if (finished.Timings is { } timings)
            timings.QueueSeconds += lease.Waited.TotalSeconds;
    }
}
