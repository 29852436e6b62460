using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Telemetry.Tracing;

/// <summary>One span for each answer, above those of its selection, load and generation. Costs a look at a field where nobody traces.</summary>
/// <param name="inner">The rest.</param>
/// <param name="capturesContent">What is said may go into spans.</param>
/// <param name="time">Clock.</param>
internal sealed class TracingChatClient(IChatClient inner, bool capturesContent, TimeProvider time) : DelegatingChatClient(inner)
{
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Spans.AreWanted
            ? TraceAsync(messages as IReadOnlyList<ChatMessage> ?? [.. messages], options, cancellationToken)
            : InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken);

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    private async IAsyncEnumerable<ChatResponseUpdate> TraceAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var origin = (options as GenerationOptions)?.Origin?.Request ?? RequestOrigin.Library(time);
        using var span = Begin(messages, options, origin);
        var figures = new AnswerFigures(countsPrompt: true);
        var said = capturesContent && span is { IsAllDataRequested: true } ? new StringBuilder() : null;
        Exception? failure = null;
        var answer = InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (true)
            {
                try
                {
                    // Each step runs in its reader's context, where our span is not the current one.
                    if (span is not null)
                        Activity.Current = span;
                    if (!await answer.MoveNextAsync())
                        break;
                }
                catch (Exception exception)
                {
                    failure = exception;
                    throw;
                }
                figures.Observe(answer.Current, origin, time);
                said?.Append(answer.Current.Text);
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
                figures.End(failure, cancellationToken.IsCancellationRequested, origin);
                if (span is { IsAllDataRequested: true })
                    End(span, figures, failure, said);
            }
        }
    }

    private Activity? Begin(IReadOnlyList<ChatMessage> messages, ChatOptions? options, RequestOrigin origin)
    {
        var span = OperationSpan.Start(Operations.OfGeneration(origin.Endpoint), options?.ModelId, origin);
        if (span is not { IsAllDataRequested: true })
            return span;
        if (options is not null)
            span.Wish(options);
        if (capturesContent)
            span.SetTag("gen_ai.input.messages", MessageContent.OfPrompt(messages, (options as GenerationOptions)?.Prompt?.Text));
        return span;
    }

    private static void End(Activity span, AnswerFigures figures, Exception? failure, StringBuilder? said)
    {
        span.End(figures, failure);
        if (said is { Length: > 0 })
            span.SetTag("gen_ai.output.messages", MessageContent.OfAnswer(
                said.ToString(), figures.Finished?.Reason == Contracts.Runner.FinishReason.Length ? "length" : "stop"));
    }
}
