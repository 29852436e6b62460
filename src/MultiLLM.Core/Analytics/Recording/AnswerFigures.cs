using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Analytics.Recording;

/// <summary>Follows one answer; when it has ended, what is to be recorded of it.</summary>
/// <param name="countsPrompt">False: its prompt is another answer's too, and counted there.</param>
/// <param name="work">Is told of it while it is written; null: somebody else tells.</param>
internal sealed class AnswerFigures(bool countsPrompt, WorkMeter? work = null)
{
    private readonly CircleSpotter _circles = new();
    private GenerationStarted? _started;
    private long _delivered;
    private TimeSpan _lastOutput;
    private WorkSpan? _span;
    private long _characters;

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
    /// <summary>Who was at work meanwhile; null: no answer was begun.</summary>
    public WorkBeside? Beside { get; private set; }
    public bool RunsInCircles => _circles.IsCircling;

    /// <summary>The model ended it before its first word, at no stop string.</summary>
    public bool IsEmpty => _characters == 0 && Finished is { Reason: FinishReason.Stop, StopText: "" };

    public long PromptTokens => Finished?.PromptTokens ?? _started?.PromptTokens ?? 0;
    public long CachedTokens => Finished?.CachedTokens ?? _started?.CachedTokens ?? 0;

    /// <summary>Of an answer that has no end, what was delivered of it.</summary>
    public long CompletionTokens => Finished?.CompletionTokens ?? _delivered;
    public double? PromptSeconds => Finished?.Timings?.PromptSeconds;

    /// <summary>As above.</summary>
    public double? DecodeSeconds => Finished?.Timings?.DecodeSeconds ?? (_delivered > 0 && FirstOutput is { } first ? (_lastOutput - first).TotalSeconds : null);
    public double? QueueSeconds => Finished?.Timings?.QueueSeconds ?? _started?.QueueSeconds;

    /// <summary>What it cost; null: nothing that is counted.</summary>
    public decimal? Cost { get; private set; }

    public void Observe(ChatResponseUpdate update, RequestOrigin origin, TimeProvider time)
    {
        if (Decision is null && update.Decision is { } decision)
        {
            (Decision, Fallbacks, Reading) = (decision, decision.Fallbacks, decision.Reading);
            _span = work?.Begin(decision.Model.Id);
        }
        var text = update.Text;
        _characters += text.Length + (update.ReplyExtras?.Delta is null ? 0 : 1); // a call of a tool is an answer without text
        Cost = update.Cost ?? Cost;
        _circles.Observe(text);
        _started ??= update.Started;
        Finished = update.Finished ?? Finished;
        if (update.RawRepresentation is GenerationDelta delta)
        {
            _delivered += delta.Tokens;
            _lastOutput = time.GetElapsedTime(origin.Arrived);
            FirstOutput ??= _lastOutput;
        }
        else if (FirstOutput is null && (update.FinishReason is not null || text.Length > 0 || update.LogProbs is not null))
            FirstOutput = time.GetElapsedTime(origin.Arrived);
    }

    /// <param name="failure">What ended it; null: nothing did, or its reader had enough.</param>
    /// <param name="cancelled">The caller's token is cancelled.</param>
    /// <param name="origin">Tells a caller that left from a service that stops.</param>
    public void End(Exception? failure, bool cancelled, RequestOrigin origin)
    {
        Beside ??= _span?.End();
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
