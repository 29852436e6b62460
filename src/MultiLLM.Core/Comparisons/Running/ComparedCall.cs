using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Comparisons.Measures;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace MultiLLM.Core.Comparisons.Running;

/// <summary>
/// Asks one model one prompt. It goes to the model itself and past selection, so that selection learns nothing from what nobody asked for, and no
/// conversation, vote or rate is touched.
/// </summary>
internal sealed class ComparedCall(Comparison comparison, AnswerPlace place, IResidency residency, TimeProvider time)
{
    private readonly ComparedModel _model = comparison.Order.Models[place.Model];
    private readonly ComparedPrompt _prompt = comparison.Order.Prompts[place.Prompt];

    /// <summary>It has not got its model yet.</summary>
    public bool Waits { get; private set; } = true;

    /// <summary>Others were seen at work meanwhile.</summary>
    public bool IsShared { get; set; }

    /// <summary>A failure is an answer, too; cancelling is not.</summary>
    public async Task<ComparedAnswer> AskAsync(CancellationToken cancellationToken)
    {
        List<ChatMessage> messages = [new(ChatRole.User, _prompt.Text)];
        if (comparison.Order.System is { Length: > 0 } system)
            messages.Insert(0, new ChatMessage(ChatRole.System, system));
        var (turns, options) = PresetDefaults.Apply(_model.Preset, messages, comparison.Order.Options);
        var lent = await residency.EnsureReadyAsync(_model.Model, LoadDemand.Default, cancellationToken);
        Waits = false;
        if (!lent.IsSuccess)
            return new ComparedAnswer { Failure = lent.Error };
        await using var lease = lent.Value;
        return await AnswerAsync(lease, turns, options, cancellationToken);
    }

    private async Task<ComparedAnswer> AnswerAsync(ModelLease lease, IReadOnlyList<ChatMessage> turns, ChatOptions? options, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var text = new System.Text.StringBuilder();
        TimeSpan? first = null;
        GenerationFinished? finished = null;
        Error? failure = null;
        try
        {
            await foreach (var update in lease.Chat.GetStreamingResponseAsync(turns, options, cancellationToken))
            {
                if (update.Text.Length > 0)
                    first ??= time.GetElapsedTime(begun);
                text.Append(update.Text);
                finished = update.Finished ?? finished;
            }
        }
        catch (MultiLLMException failed) when (failed.Error.Code != ErrorCode.Cancelled || !cancellationToken.IsCancellationRequested)
        {
            failure = failed.Error;
        }
        cancellationToken.ThrowIfCancellationRequested();
        var answer = text.ToString();
        return new ComparedAnswer
        {
            Text = answer,
            PromptTokens = finished?.PromptTokens ?? 0,
            CachedTokens = finished?.CachedTokens ?? 0,
            CompletionTokens = finished?.CompletionTokens ?? 0,
            LoadSeconds = lease.LoadWait.TotalSeconds,
            TimeToFirstTokenSeconds = first?.TotalSeconds,
            PromptSeconds = finished?.Timings?.PromptSeconds,
            DecodeSeconds = finished?.Timings?.DecodeSeconds,
            QueueSeconds = finished?.Timings?.QueueSeconds,
            TokensPerSecond = finished is { CompletionTokens: > 1, Timings.DecodeSeconds: > 0 } ? (finished.CompletionTokens - 1) / finished.Timings.DecodeSeconds : null,
            TotalSeconds = time.GetElapsedTime(begun).TotalSeconds,
            FinishReason = finished is null ? null : finished.Reason == FinishReason.Length ? "length" : "stop",
            Failure = failure,
            Quality = failure is null && comparison.Order.Check is { } check && _prompt.Reference is { } reference ? AnswerChecks.Of(check, answer, reference) : null,
        };
    }
}
