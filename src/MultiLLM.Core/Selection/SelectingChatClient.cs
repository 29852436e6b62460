using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Selection;

/// <summary>
/// Chat with whatever model the request names or suits it best: chooses, borrows the model, answers, gives it back. A failure that another
/// attempt may cure is tried once more, as long as nothing has been answered.
/// </summary>
internal sealed partial class SelectingChatClient(ModelSelector selector, IResidency residency, ILogger<SelectingChatClient> log) : IChatClient
{
    private static readonly ChatClientMetadata Metadata = new("multillm");

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var turns = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var features = RequestFeatures.Of(turns, options);
        var choice = (await selector.ChooseAsync(options?.ModelId, features, cancellationToken)).OrThrow();
        var attempts = new Attempts(choice, DemandOf(features, options), residency);
        while (true)
        {
            Error failure;
            var lease = await attempts.BorrowAsync(cancellationToken);
            IAsyncEnumerator<ChatResponseUpdate>? answer = null;
            try
            {
                answer = lease.Chat.GetStreamingResponseAsync(turns, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
                var first = await FirstAsync(answer);
                if (first.IsSuccess)
                {
                    first.Value.Decision = attempts.Decision;
                    yield return first.Value;
                    while (await answer.MoveNextAsync())
                        yield return answer.Current;
                    yield break;
                }
                failure = first.Error;
            }
            finally
            {
                if (answer is not null)
                    await answer.DisposeAsync();
                await lease.DisposeAsync();
            }
            if (!attempts.MayRetry(failure))
                throw new MultiLLMException(failure);
            LogRetry(failure.Message);
        }
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? Metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
        // owns nothing
    }

    /// <summary>A caller who limits the answer says how much context will do; the others want all there is.</summary>
    private static LoadDemand DemandOf(RequestFeatures features, ChatOptions? options) => new()
    {
        SufficientContext = options?.MaxOutputTokens is { } answer ? (int)Math.Min(int.MaxValue, (long)features.MostPromptTokens + answer) : null,
        KeepAlive = (options as GenerationOptions)?.KeepAlive,
    };

    private static async ValueTask<Result<ChatResponseUpdate>> FirstAsync(IAsyncEnumerator<ChatResponseUpdate> answer)
    {
        try
        {
            return await answer.MoveNextAsync()
                ? answer.Current
                : throw new InvalidOperationException("The runner's answer was empty.");
        }
        catch (MultiLLMException error)
        {
            return error.Error;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Trying again: {Reason}")]
    private partial void LogRetry(string reason);
}
