using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Comparisons.Running;

/// <summary>What a comparison's requests leave behind: records of their own dialect, which count in no figures of use.</summary>
internal sealed class ComparisonRecords(IRequestRecorder recorder, TimeProvider time)
{
    private const string Endpoint = "/analytics/comparisons";

    /// <param name="comparison">Whose.</param>
    /// <param name="place">Which answer.</param>
    /// <param name="answer">Null: it was given up.</param>
    /// <param name="attempt">1: the first.</param>
    /// <param name="begun">Timestamp.</param>
    /// <param name="withoutAnswer">Why there is none.</param>
    public void Add(Comparison comparison, AnswerPlace place, ComparedAnswer? answer, int attempt, long begun, RequestOutcome withoutAnswer = RequestOutcome.Superseded)
    {
        var (elapsed, model) = (time.GetElapsedTime(begun), comparison.Order.Models[place.Model].Model.Id);
        recorder.Record(new RequestRecord
        {
            Time = time.GetUtcNow() - elapsed,
            RequestId = $"{comparison.Id}:{place.Model}:{place.Prompt}",
            Endpoint = Endpoint,
            Dialect = RequestRecord.ComparisonDialect,
            ModelAsked = model,
            ModelUsed = model,
            Task = EnumWords<ModelTask>.Of(comparison.Tasks[place.Prompt]),
            PromptTokens = answer?.PromptTokens ?? 0,
            CachedTokens = answer?.CachedTokens ?? 0,
            CompletionTokens = answer?.CompletionTokens ?? 0,
            QueueSeconds = answer?.QueueSeconds,
            LoadSeconds = answer?.LoadSeconds,
            TimeToFirstTokenSeconds = answer?.TimeToFirstTokenSeconds,
            PromptSeconds = answer?.PromptSeconds,
            DecodeSeconds = answer?.DecodeSeconds,
            TokensPerSecond = answer?.TokensPerSecond,
            TotalSeconds = elapsed.TotalSeconds,
            Outcome = answer is null ? withoutAnswer : answer.Failure is { } failure ? Outcomes.Of(failure.Code) : RequestOutcome.Ok,
            FinishReason = answer?.FinishReason,
            ErrorCode = RequestRecords.Word(answer?.Failure?.Code),
            Attempt = attempt,
            Prompt = recorder.KeepsPrompts && answer is not null ? comparison.Order.Prompts[place.Prompt].Text : null,
        });
    }
}
