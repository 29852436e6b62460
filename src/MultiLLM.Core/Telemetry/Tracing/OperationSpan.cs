using System.Diagnostics;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Keys.Secrets;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection;

namespace MultiLLM.Core.Telemetry.Tracing;

/// <summary>The span of one answer or embedding, with the attributes that the conventions for generative AI name.</summary>
internal static class OperationSpan
{
    /// <summary>Of names that callers invent.</summary>
    private const int LongestName = 128;

    /// <summary>Null: nobody wants it.</summary>
    /// <param name="operation">See <see cref="Operations"/>.</param>
    /// <param name="modelId">As asked; null: automatic.</param>
    /// <param name="origin">Where the request came from; null: it is not known.</param>
    public static Activity? Start(string operation, string? modelId, RequestOrigin? origin)
    {
        var asked = string.IsNullOrWhiteSpace(modelId) ? AutoName.Auto : KeySecret.Redact(modelId.Length > LongestName ? modelId[..LongestName] : modelId);
        // A client's span: the model works in another process.
        var span = Spans.Source.StartActivity($"{operation} {asked}", ActivityKind.Client);
        if (span is not { IsAllDataRequested: true })
            return span;
        span.SetTag(Attributes.Operation, operation);
        span.SetTag(Attributes.Provider, TelemetryNames.Provider);
        span.SetTag(Attributes.RequestModel, asked);
        if (origin is not null)
        {
            span.SetTag("multillm.request.id", origin.RequestId);
            if (origin.Answers > 1)
                span.SetTag("gen_ai.request.choice.count", origin.Answers);
        }
        return span;
    }

    public static void Wish(this Activity span, ChatOptions options)
    {
        Set(span, "gen_ai.request.max_tokens", options.MaxOutputTokens);
        Set(span, "gen_ai.request.temperature", options.Temperature);
        Set(span, "gen_ai.request.top_p", options.TopP);
        Set(span, "gen_ai.request.top_k", options.TopK);
        Set(span, "gen_ai.request.seed", options.Seed);
        Set(span, "gen_ai.request.frequency_penalty", options.FrequencyPenalty);
        Set(span, "gen_ai.request.presence_penalty", options.PresencePenalty);
        if (options.ResponseFormat is ChatResponseFormatJson)
            span.SetTag("gen_ai.output.type", "json");
    }

    /// <summary>Who answers and why, and who failed before.</summary>
    public static void Decide(this Activity span, SelectionDecision? decision, IReadOnlyList<FailedAttempt> failed)
    {
        foreach (var attempt in failed)
            span.AddEvent(new ActivityEvent("multillm.fallback", tags: new ActivityTagsCollection
            {
                [Attributes.ResponseModel] = attempt.ModelId,
                [Attributes.ErrorType] = RequestRecords.Word(attempt.Code),
                ["multillm.reason"] = attempt.Reason,
            }));
        if (decision is null)
            return;
        span.SetTag(Attributes.ResponseModel, decision.Model.Id);
        Set(span, "gen_ai.conversation.id", decision.ConversationId);
        Set(span, "multillm.decision.id", decision.Id.Length > 0 ? decision.Id : null);
        if (decision.Reading is { } reading)
        {
            span.SetTag("multillm.task", EnumWords<ModelTask>.Of(reading.Task));
            span.SetTag("multillm.difficulty", EnumWords<Selection.Understanding.Difficulty>.Of(reading.Difficulty));
        }
    }

    public static void Use(this Activity span, long promptTokens, long cachedTokens, long? completionTokens)
    {
        span.SetTag("gen_ai.usage.input_tokens", promptTokens);
        span.SetTag("gen_ai.usage.cache_read.input_tokens", cachedTokens);
        Set(span, "gen_ai.usage.output_tokens", completionTokens);
    }

    /// <summary>How an answer ended, as its record says it.</summary>
    public static void End(this Activity span, AnswerFigures figures, Exception? failure)
    {
        span.Decide(figures.Decision, figures.Fallbacks);
        if (figures.PromptTokens > 0)
            span.Use(figures.PromptTokens, figures.CachedTokens, figures.CompletionTokens);
        if (figures.Finished is { } finished)
            span.SetTag("gen_ai.response.finish_reasons", (string[])[finished.Reason == Contracts.Runner.FinishReason.Length ? "length" : "stop"]);
        if (figures.Outcome == RequestOutcome.Ok)
            return;
        span.SetTag(Attributes.ResponseModel, figures.Decision?.Model.Id ?? figures.FailedModel);
        span.Fail(RequestRecords.Word(figures.Error) ?? "cancelled", failure is MultiLLMException ? failure.Message : null);
    }

    private static void Set<T>(Activity span, string name, T? value)
    {
        if (value is not null)
            span.SetTag(name, value);
    }
}
