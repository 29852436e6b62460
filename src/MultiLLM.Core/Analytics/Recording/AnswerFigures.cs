using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Analytics.Recording;

/// <summary>Follows one answer; when it has ended, what is to be recorded of it.</summary>
internal sealed class AnswerFigures(bool countsPrompt)
{
    private GenerationStarted? _started;
    private long _delivered;
    private TimeSpan _lastOutput;

    public bool CountsPrompt { get; } = countsPrompt;
    public SelectionDecision? Decision { get; private set; }
    public GenerationFinished? Finished { get; private set; }

    /// <summary>From the request's arrival.</summary>
    public TimeSpan? FirstOutput { get; private set; }
    public RequestOutcome Outcome { get; private set; } = RequestOutcome.Ok;
    public ErrorCode? Error { get; private set; }

    /// <summary>Who failed last; null: it is not known.</summary>
    public string? FailedModel { get; private set; }
    public IReadOnlyList<FailedAttempt> Fallbacks { get; private set; } = [];

    /// <summary>What the request was read as; null: it is not known.</summary>
    public TaskReading? Reading { get; private set; }

    public long PromptTokens => Finished?.PromptTokens ?? _started?.PromptTokens ?? 0;
    public long CachedTokens => Finished?.CachedTokens ?? _started?.CachedTokens ?? 0;

    /// <summary>Of an answer that has no end, what was delivered of it.</summary>
    public long CompletionTokens => Finished?.CompletionTokens ?? _delivered;
    public double? PromptSeconds => Finished?.Timings?.PromptSeconds;

    /// <summary>As above.</summary>
    public double? DecodeSeconds => Finished?.Timings?.DecodeSeconds ?? (_delivered > 0 && FirstOutput is { } first ? (_lastOutput - first).TotalSeconds : null);
    public double? QueueSeconds => Finished?.Timings?.QueueSeconds ?? _started?.QueueSeconds;

    public void Observe(ChatResponseUpdate update, RequestOrigin origin, TimeProvider time)
    {
        if (Decision is null && update.Decision is { } decision)
            (Decision, Fallbacks, Reading) = (decision, decision.Fallbacks, decision.Reading);
        _started ??= update.Started;
        Finished = update.Finished ?? Finished;
        if (update.RawRepresentation is GenerationDelta delta)
        {
            _delivered += delta.Tokens;
            _lastOutput = time.GetElapsedTime(origin.Arrived);
            FirstOutput ??= _lastOutput;
        }
        else if (FirstOutput is null && (update.FinishReason is not null || update.Text.Length > 0 || update.LogProbs is not null))
            FirstOutput = time.GetElapsedTime(origin.Arrived);
    }

    /// <param name="failure">What ended it; null: nothing did, or its reader had enough.</param>
    /// <param name="cancelled">The caller's token is cancelled.</param>
    /// <param name="origin">Tells a caller that left from a service that stops.</param>
    public void End(Exception? failure, bool cancelled, RequestOrigin origin)
    {
        if (Finished is not null && failure is null)
            return;
        if (failure is MultiLLMException { Error.Code: not ErrorCode.Cancelled } known)
            Fail(known);
        else if (cancelled || failure is null or OperationCanceledException or MultiLLMException)
            (Outcome, Error) = origin.Stopping.IsCancellationRequested ? (RequestOutcome.Failed, (ErrorCode?)ErrorCode.ShuttingDown) : (RequestOutcome.Cancelled, null);
        else
            (Outcome, Error) = (RequestOutcome.Failed, ErrorCode.Internal);
    }

    private void Fail(MultiLLMException failure)
    {
        (Outcome, Error) = (Outcomes.Of(failure.Error.Code), failure.Error.Code);
        if (Decision is null)
            (FailedModel, Fallbacks, Reading) = (failure.ModelId, failure.Attempts, failure.Reading);
    }
}
