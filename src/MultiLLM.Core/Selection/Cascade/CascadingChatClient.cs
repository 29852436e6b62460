using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Selection.Cascade;

/// <summary>
/// For requests that wish it, a quick model answers first. Its answer is held back and judged by how sure the model was of its words; if it was not, a better
/// model is asked. Where there is no better one, nothing is held back. All other requests pass through.
/// </summary>
internal sealed partial class CascadingChatClient(SelectingChatClient selecting, TimeProvider time, ILogger<CascadingChatClient> log) : IChatClient
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
        var draft = new Draft();
        MultiLLMException? brokeOff = null;
        var held = true;
        await using (var source = selecting.GetStreamingResponseAsync(messages, request.ForDraft(step), cancellationToken).GetAsyncEnumerator(cancellationToken))
        {
            while (true)
            {
                try
                {
                    if (!await source.MoveNextAsync())
                        break;
                }
                catch (MultiLLMException failed) when (held && draft.Decision is not null)
                {
                    brokeOff = failed;
                    break;
                }
                if (held)
                    draft.Add(source.Current);
                if (held && draft.Updates.Count == 1 && draft.QualityToBeat is null)
                {
                    held = false;
                    Give(step, draft, confidence: null, "No better model may answer, so its answer was not judged.");
                }
                if (!held && request.Shown(source.Current) is { } shown)
                    yield return shown;
            }
        }
        if (!held)
            yield break;

        var confidence = brokeOff is null ? draft.Confidence : null;
        if (confidence >= DraftConfidence.Threshold)
        {
            Give(step, draft, confidence, "It was sure of its words.");
        }
        else
        {
            var (better, whyNone) = await AskBetterAsync(messages, request, draft, confidence, brokeOff?.Error, time.GetElapsedTime(began), cancellationToken);
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
            if (brokeOff is not null)
                throw brokeOff;
            Give(step, draft, confidence, $"It was not sure of its words, but no better model answered: {whyNone}");
        }
        foreach (var update in draft.Updates)
        {
            if (request.Shown(update) is { } shown)
                yield return shown;
        }
    }

    /// <summary>The better model's answer at its first update; dispose it. Or why there is none.</summary>
    private async ValueTask<(IAsyncEnumerator<ChatResponseUpdate>? Answer, string? WhyNone)> AskBetterAsync(
        IReadOnlyList<ChatMessage> messages, CascadeRequest request, Draft draft, double? confidence, Error? brokeOff, TimeSpan spent, CancellationToken cancellationToken)
    {
        var model = draft.Decision!.Model.Id;
        var note = new CascadeNote(
            model, confidence, DraftConfidence.Threshold, Escalated: true,
            brokeOff is null ? $"{model} answered first and was not sure of its words." : $"{model} answered first and broke off: {brokeOff.Message}");
        if (draft.QualityToBeat is not { } quality || request.ForBetter(new CascadeStep(note), model, quality, spent) is not { } options)
            return (null, "the time that the request allows is over.");
        var answer = selecting.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            if (await answer.MoveNextAsync())
                return (answer, null);
            throw new InvalidOperationException("A model's answer was empty.");
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
        var decision = draft.Decision! with
        {
            Cascade = new CascadeNote(draft.Decision.Model.Id, confidence, DraftConfidence.Threshold, Escalated: false, reason),
        };
        draft.Updates[0].Decision = decision;
        step.Draft!.Give(decision);
    }

    [LoggerMessage(LogLevel.Information, "The draft of {Model} is the answer, because no better model gave one: {Reason}")]
    private partial void LogNoBetter(string model, string reason);
}
