using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection;

/// <summary>
/// Chat with whatever model the request names or suits it best: chooses, borrows the model, answers, gives it back. A failure that another
/// attempt may cure goes along the request's chain, as long as nothing has been answered.
/// </summary>
internal sealed partial class SelectingChatClient(
    ModelSelector selector, IRequestReader reader, SelectionMemory memory, ICircuits circuits, IResidency residency, ILogger<SelectingChatClient> log) : IChatClient
{
    private static readonly ChatClientMetadata Metadata = new("multillm");

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var features = memory.Recall(reader.Read(asked, options), asked);
        var choice = (await selector.ChooseAsync(options?.ModelId, features, cancellationToken)).OrThrow();
        var (turns, filled) = PresetDefaults.Apply(choice.Preset, asked, options);
        var attempts = new Attempts(choice, DemandOf(features, filled), residency, circuits);
        while (true)
        {
            Error failure;
            var lease = await attempts.BorrowAsync(cancellationToken);
            IAsyncEnumerator<ChatResponseUpdate>? answer = null;
            AnsweredBy? answered = null;
            try
            {
                answer = lease.Chat.GetStreamingResponseAsync(turns, filled, cancellationToken).GetAsyncEnumerator(cancellationToken);
                var first = await FirstAsync(answer);
                if (first.IsSuccess)
                {
                    attempts.Succeeded();
                    answered = memory.Begin(attempts.Decision, asked, features);
                    first.Value.Decision = answered.Decision;
                    answered.Observe(first.Value);
                    yield return first.Value;
                    while (await answer.MoveNextAsync())
                    {
                        answered.Observe(answer.Current);
                        yield return answer.Current;
                    }
                    yield break;
                }
                failure = first.Error;
            }
            finally
            {
                answered?.End(cancellationToken.IsCancellationRequested);
                if (answer is not null)
                    await answer.DisposeAsync();
                await lease.DisposeAsync();
            }
            if (!attempts.MayRetry(failure))
                throw attempts.Exhausted(failure);
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
