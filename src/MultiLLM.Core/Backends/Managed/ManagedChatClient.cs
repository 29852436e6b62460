using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Backends.Managed;

/// <summary>Chat with a server of one's own.</summary>
internal sealed class ManagedChatClient(IChatClient inner, ManagedCalls calls) : IChatClient
{
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var answer = inner.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            MultiLLMException? failed = null;
            try
            {
                if (!await answer.MoveNextAsync())
                    yield break;
            }
            catch (MultiLLMException failure)
            {
                failed = failure;
            }
            if (failed is not null)
                throw await calls.JudgeAsync(failed);
            yield return answer.Current;
        }
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : inner.GetService(serviceType, serviceKey);

    public void Dispose() => inner.Dispose();
}
