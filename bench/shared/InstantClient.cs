using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Runners;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace MultiLLM.Benches;

/// <summary>Answers at once, in so many pieces: what is around it is measured alone.</summary>
internal sealed class InstantClient : IChatClient
{
    public const int Pieces = 64;

    private static readonly GenerationFinished s_finished = new()
    {
        Reason = FinishReason.Stop,
        PromptTokens = 12,
        CompletionTokens = Pieces,
        Timings = new GenerationTimings { PromptSeconds = 0.01, DecodeSeconds = 0.5, QueueSeconds = 0 },
    };

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        for (var i = 0; i < Pieces; i++)
            yield return new ChatResponseUpdate(ChatRole.Assistant, "word ");
        yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop, Finished = s_finished };
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
        // owns nothing
    }
}
