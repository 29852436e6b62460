using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Selection.Cascade;

/// <summary>
/// For requests that wish it, a quick model answers first. Its answer is held back and judged by how sure the model was of its words; if it was not, a better
/// model is asked. Where there is no better one, nothing is held back. All other requests pass through.
/// </summary>
internal sealed partial class CascadingChatClient(
    SelectingChatClient selecting, IOptions<MultiLLMOptions> options, TimeProvider time, ILogger<CascadingChatClient> log) : IChatClient
{
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        CascadeRequest.Of(options) is { } request
            ? CascadeAsync(messages as IReadOnlyList<ChatMessage> ?? [.. messages], request, cancellationToken)
            : selecting.GetStreamingResponseAsync(messages, options, cancellationToken);

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : selecting.GetService(serviceType, serviceKey);

    public void Dispose()
    {
        // owns nothing
    }

    private async IAsyncEnumerable<ChatResponseUpdate> CascadeAsync(
        IReadOnlyList<ChatMessage> messages, CascadeRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var step = new CascadeStep(Note: null);
        var draft = new Draft(options.Value.CascadeThreshold);
        await using (var source = selecting.GetStreamingResponseAsync(messages, request.ForDraft(step), cancellationToken).GetAsyncEnumerator(cancellationToken))
        {
            while (await NextAsync(source, draft) && draft.Add(source.Current))
            {
                if (draft.QualityToBeat is not null)
                    continue;
                Give(step, draft, confidence: null, "No better model may answer, so its answer was not judged.");
                do
                {
                    if (request.Shown(source.Current) is { } shown)
                        yield return shown;
                }
                while (await source.MoveNextAsync());
                yield break;
            }
        }

        var confidence = draft.Confidence;
        if (draft.IsWhole && confidence >= draft.Threshold)
        {
            Give(step, draft, confidence, "It was sure of its words.");
        }
        else
        {
            var (better, whyNone) = await AskBetterAsync(messages, request, draft, time.GetElapsedTime(began), cancellationToken);
            if (better is not null)
            {
                await using var answer = better;
                do
                {
                    if (request.Shown(answer.Current) is { } shown)
                        yield return shown;
                }
                while (await answer.MoveNextAsync());
                yield break;
            }
            if (!draft.IsWhole)
            {
                // Part of an answer is none: the request is served as if it had not wished a cascade.
                await foreach (var update in selecting.GetStreamingResponseAsync(messages, request.Plain(), cancellationToken))
                    yield return update;
                yield break;
            }
            Give(step, draft, confidence, $"It was not sure of its words, but no better model answered: {whyNone}");
        }
        foreach (var update in draft.Updates)
        {
            if (request.Shown(update) is { } shown)
                yield return shown;
        }
    }

    /// <summary>False: the draft is over, whole or broken off. A failure before its beginning is the request's.</summary>
    private async ValueTask<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> source, Draft draft)
    {
        try
        {
            return await source.MoveNextAsync();
        }
        catch (MultiLLMException failed) when (draft.Decision is not null)
        {
            LogBrokeOff(draft.Decision.Model.Id, failed.Message);
            return false;
        }
    }

    /// <summary>The better model's answer at its first update; dispose it. Or why there is none.</summary>
    private async ValueTask<(IAsyncEnumerator<ChatResponseUpdate>? Answer, string? WhyNone)> AskBetterAsync(
        IReadOnlyList<ChatMessage> messages, CascadeRequest request, Draft draft, TimeSpan spent, CancellationToken cancellationToken)
    {
        var model = draft.Decision!.Model.Id;
        var note = new CascadeNote(model, draft.Confidence, draft.Threshold, Escalated: true, $"{model} answered first and was not sure of its words.");
        if (draft.QualityToBeat is not { } quality || request.ForBetter(new CascadeStep(note), model, quality, spent) is not { } asked)
            return (null, "the time that the request allows is over.");
        var answer = selecting.GetStreamingResponseAsync(messages, asked, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            return await answer.MoveNextAsync() ? (answer, null) : throw new InvalidOperationException("A model's answer was empty.");
        }
        catch (MultiLLMException failed)
        {
            await answer.DisposeAsync();
            LogNoBetter(model, failed.Message);
            return (null, failed.Message);
        }
        catch
        {
            await answer.DisposeAsync();
            throw;
        }
    }

    /// <summary>The draft is the answer.</summary>
    private static void Give(CascadeStep step, Draft draft, double? confidence, string reason)
    {
        var decision = step.Draft!.Decision with
        {
            Cascade = new CascadeNote(draft.Decision!.Model.Id, confidence, draft.Threshold, Escalated: false, reason),
        };
        draft.Updates[0].Decision = decision;
        step.Draft.Give(decision);
    }

    [LoggerMessage(LogLevel.Information, "The draft of {Model} broke off, and a better model is asked: {Reason}")]
    private partial void LogBrokeOff(string model, string reason);

    [LoggerMessage(LogLevel.Information, "No better model than {Model}, which wrote a draft, gave an answer: {Reason}")]
    private partial void LogNoBetter(string model, string reason);
}
