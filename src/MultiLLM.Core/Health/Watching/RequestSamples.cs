using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Health.Degradation;

namespace MultiLLM.Core.Health.Watching;

/// <summary>What a record says of its model. Not pure in one thing: it remembers the last crash, which many requests may tell of.</summary>
internal sealed class RequestSamples
{
    /// <summary>Differences of less are nobody's concern, and the clock's rather than the model's.</summary>
    private const double Grain = 0.01;
    private const long LeastTokens = 8;

    private static readonly string s_crashed = RequestRecords.Word(ErrorCode.RunnerCrashed)!;
    private static readonly string[] s_notTheModels =
    [
        RequestRecords.Word(ErrorCode.ShuttingDown)!, RequestRecords.Word(ErrorCode.InsufficientMemory)!, RequestRecords.Word(ErrorCode.Cancelled)!,
    ];

    private readonly Dictionary<string, DateTimeOffset> _crashes = new(StringComparer.Ordinal);

    /// <summary>A model failed, rather than its caller, the machine or the service.</summary>
    public static bool IsFailure(RequestRecord record) =>
        record.Outcome is RequestOutcome.Failed or RequestOutcome.Superseded && !s_notTheModels.Contains(record.ErrorCode);

    /// <param name="record">A request that ended.</param>
    /// <param name="now">When.</param>
    /// <returns>Null: it says nothing of a model.</returns>
    public RequestSample? Of(RequestRecord record, DateTimeOffset now)
    {
        if (record.ModelUsed is not { Length: > 0 } model)
            return null;
        if (IsFailure(record))
            return IsNewFailure(model, record, now) ? new RequestSample(model, now) { Failed = true } : null;
        return record.Outcome == RequestOutcome.Ok ? Answered(model, record, now) : null;
    }

    private static RequestSample Answered(string model, RequestRecord record, DateTimeOffset now)
    {
        var sample = new RequestSample(model, now) { Failed = false };
        if (record.AnswersAtOnce is not { } answers)
            return sample;
        var computed = Math.Max(0, record.PromptTokens - record.CachedTokens);
        sample = sample with
        {
            PromptTokens = computed,
            ContextTokens = record.PromptTokens + record.CompletionTokens,
            CompletionTokens = record.CompletionTokens,
            Company = new Company(Math.Max(1, answers), Math.Max(0, record.OtherModelsAtWork)),
        };
        if (record.CompletionTokens == 0 && record.FinishReason is not null && record.DecodeSeconds is null)
            return record.LoadSeconds > 0 ? sample : sample with { Reading = PerToken(record.PromptSeconds, computed) }; // vectors
        sample = sample with
        {
            Empty = record.IsEmpty,
            Repeats = record.RunsInCircles,
            AnswerLength = record.FinishReason == "stop" && record.CompletionTokens > 0 ? Math.Log(record.CompletionTokens) : double.NaN,
        };
        // After a load nothing is in the processor's caches yet, and a second attempt counts the first one's time.
        return record.LoadSeconds > 0 || record.Attempt > 1 ? sample : sample with
        {
            Decoding = PerToken(record.DecodeSeconds, record.CompletionTokens - 1),
            Reading = PerToken(record.PromptSeconds, computed),
            FirstToken = record.TimeToFirstTokenSeconds is { } first ? Math.Log(Math.Max(0, first - (record.QueueSeconds ?? 0)) + (2 * Grain)) : double.NaN,
        };
    }

    /// <summary>All requests under way fail together when their model's process dies: that is one failure, not many.</summary>
    private bool IsNewFailure(string model, RequestRecord record, DateTimeOffset now)
    {
        if (record.ErrorCode != s_crashed)
            return true;
        if (_crashes.TryGetValue(model, out var last) && record.Time <= last)
            return false;
        _crashes[model] = now;
        return true;
    }

    private static double PerToken(double? seconds, long tokens) =>
        seconds is > 0 and var known && tokens >= LeastTokens ? Math.Log((known + Grain) / tokens) : double.NaN;
}
