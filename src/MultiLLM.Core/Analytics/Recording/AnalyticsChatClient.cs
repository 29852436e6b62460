using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection;

namespace MultiLLM.Core.Analytics.Recording;

/// <summary>Leaves one record for each request, however it ends. Outermost of the chat clients.</summary>
internal sealed class AnalyticsChatClient(IChatClient inner, IRequestRecorder recorder, WorkMeter work, TimeProvider time) : DelegatingChatClient(inner)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var origin = (options as GenerationOptions)?.Origin ?? new AnswerOrigin(RequestOrigin.Library(time));
        var figures = new AnswerFigures(origin.CountsPrompt, work);
        Exception? failure = null;
        var answer = InnerClient.GetStreamingResponseAsync(asked, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (true)
            {
                try
                {
                    if (!await answer.MoveNextAsync())
                        break;
                }
                catch (Exception exception)
                {
                    failure = exception;
                    throw;
                }
                figures.Observe(answer.Current, origin.Request, time);
                yield return answer.Current;
            }
        }
        finally
        {
            try
            {
                await answer.DisposeAsync();
            }
            finally
            {
                figures.End(failure, cancellationToken.IsCancellationRequested, origin.Request);
                Record(origin.Request, figures, asked, options);
            }
        }
    }

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    private void Record(RequestOrigin origin, AnswerFigures figures, IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        if (origin.End(figures) is not { } all)
            return;
        var prompt = recorder.KeepsPrompts ? Prompt(messages, options) : null;
        foreach (var record in RequestRecords.Of(origin, options?.ModelId ?? AutoName.Auto, all, time.GetElapsedTime(origin.Arrived).TotalSeconds, prompt, Conversation(options)))
            recorder.Record(record);
    }

    /// <summary>As the request names it. What is refused before a model is chosen belongs to it, too: by it its text is held and erased.</summary>
    private static string? Conversation(ChatOptions? options) => (options as GenerationOptions)?.Wishes?.ConversationId;

    private static string? Prompt(IReadOnlyList<ChatMessage> messages, ChatOptions? options) =>
        (options as GenerationOptions)?.Prompt?.Text ?? messages.LastOrDefault(message => message.Role == ChatRole.User)?.Text;
}
