using System.Diagnostics;
using System.Diagnostics.Metrics;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Recording;

namespace MultiLLM.Core.Telemetry.Metrics;

/// <summary>Counts and times requests, by their records.</summary>
internal sealed class RequestMetrics : IRequestObserver
{
    private const string Cancelled = "cancelled";
    private const string UnknownError = "_OTHER"; // the conventions' word

    private readonly ModelLabels _labels;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstToken;
    private readonly Histogram<double> _perToken;
    private readonly Histogram<long> _usage;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _fallbacks;
    private readonly Counter<long> _tokens;
    private readonly Counter<double> _work;
    private readonly Histogram<double> _queue;
    private readonly Histogram<double> _load;

    public RequestMetrics(TelemetryMeter meter, ModelLabels labels)
    {
        _labels = labels;
        _duration = meter.Seconds("gen_ai.server.request.duration", "From a request's arrival to its end.", Buckets.RequestSeconds);
        _firstToken = meter.Seconds("gen_ai.server.time_to_first_token", "From a request's arrival to its first output.", Buckets.FirstTokenSeconds);
        _perToken = meter.Seconds("gen_ai.server.time_per_output_token", "Time per token after the first one.", Buckets.OutputTokenSeconds);
        _usage = meter.Meter.CreateHistogram(
            "gen_ai.client.token.usage", "{token}", "Tokens of a request.", tags: null, new InstrumentAdvice<long> { HistogramBucketBoundaries = Buckets.Tokens });
        _requests = meter.Counter("multillm.requests", "{request}", "Requests that ended.");
        _errors = meter.Counter("multillm.request.errors", "{request}", "Requests that failed or were refused.");
        _fallbacks = meter.Counter("multillm.request.fallbacks", "{attempt}", "Attempts that failed and were followed by another one.");
        _tokens = meter.Counter("multillm.tokens", "{token}", "Tokens read, reused and written.");
        _work = meter.Meter.CreateCounter<double>("multillm.model.work", "s", "Time models spent on prompts and answers.");
        _queue = meter.Seconds("multillm.request.queue", "Waited for a slot of the loaded model.", Buckets.QueueSeconds);
        _load = meter.Seconds("multillm.request.load", "Waited for the model's load, by requests that did.", Buckets.LoadSeconds);
    }

    public void Observe(RequestRecord record)
    {
        if (!record.IsUse)
            return;
        var model = new KeyValuePair<string, object?>(Attributes.Model, _labels.Of(record.ModelUsed));
        if (record.Outcome == RequestOutcome.Superseded)
        {
            _fallbacks.Add(1, model, new(Attributes.ErrorType, record.ErrorCode ?? UnknownError));
            return;
        }
        _requests.Add(1, model, new(Attributes.Outcome, Word(record.Outcome)), new(Attributes.Dialect, record.Dialect));
        if (record.Outcome is RequestOutcome.Failed or RequestOutcome.Refused)
            _errors.Add(1, model, new(Attributes.ErrorType, record.ErrorCode ?? UnknownError));
        Convention(record);
        Tokens(record, model);
        if (record.QueueSeconds is { } queue)
            _queue.Record(queue, model);
        if (record.LoadSeconds is > 0 and var load)
            _load.Record(load, model);
    }

    private void Convention(RequestRecord record)
    {
        var tags = new TagList
        {
            { Attributes.Operation, record.Task == Operations.EmbeddingTask ? Operations.Embeddings : Operations.OfGeneration(record.Endpoint) },
            { Attributes.Provider, TelemetryNames.Provider },
            { Attributes.RequestModel, _labels.OfAsked(record.ModelAsked) },
        };
        if (record.ModelUsed is not null)
            tags.Add(Attributes.ResponseModel, _labels.Of(record.ModelUsed));
        if (record.Outcome == RequestOutcome.Ok)
        {
            if (record.TimeToFirstTokenSeconds is { } first)
                _firstToken.Record(first, tags);
            if (record.TokensPerSecond is > 0 and var speed)
                _perToken.Record(1 / speed, tags);
        }
        Usage(record, tags);
        if (record.Outcome != RequestOutcome.Ok)
            tags.Add(Attributes.ErrorType, record.ErrorCode ?? (record.Outcome == RequestOutcome.Cancelled ? Cancelled : UnknownError));
        _duration.Record(record.TotalSeconds, tags);
    }

    private void Usage(RequestRecord record, TagList tags)
    {
        tags.Add(Attributes.TokenType, "input");
        if (record.PromptTokens > 0)
            _usage.Record(record.PromptTokens, tags);
        tags[tags.Count - 1] = new(Attributes.TokenType, "output");
        if (record.CompletionTokens > 0)
            _usage.Record(record.CompletionTokens, tags);
    }

    private void Tokens(RequestRecord record, in KeyValuePair<string, object?> model)
    {
        if (record.PromptTokens > 0)
            _tokens.Add(record.PromptTokens, model, new(Attributes.Type, "input"));
        if (record.CachedTokens > 0)
            _tokens.Add(record.CachedTokens, model, new(Attributes.Type, "cached"));
        if (record.CompletionTokens > 0)
            _tokens.Add(record.CompletionTokens, model, new(Attributes.Type, "output"));
        if (record.MachineSeconds > 0)
            _work.Add(record.MachineSeconds, model);
    }

    private static string Word(RequestOutcome outcome) => outcome switch
    {
        RequestOutcome.Ok => "ok",
        RequestOutcome.Failed => "failed",
        RequestOutcome.Refused => "refused",
        _ => Cancelled,
    };
}
