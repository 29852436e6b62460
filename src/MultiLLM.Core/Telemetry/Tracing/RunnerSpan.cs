using System.Diagnostics;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Telemetry.Tracing;

/// <summary>
/// One runner's work on one request. Runners export nothing; they are told the trace's id for their log, and what they measured comes back and becomes the
/// spans of queue, prompt and answer.
/// </summary>
internal sealed class RunnerSpan : IDisposable
{
    private readonly Activity _span;
    private readonly DateTimeOffset _sent;
    private bool _ended;

    private RunnerSpan(Activity span, DateTimeOffset sent) => (_span, _sent) = (span, sent);

    /// <summary>Null: nobody wants it.</summary>
    public static RunnerSpan? Start(string name, ModelDefinition model, ToRunner message, TimeProvider time)
    {
        if (!Spans.AreWanted || Spans.Source.StartActivity(name, ActivityKind.Client) is not { } span)
            return null;
        span.SetTag(Attributes.ResponseModel, model.Id);
        message.TraceParent = span.Id ?? "";
        return new RunnerSpan(span, time.GetUtcNow());
    }

    public void Generated(GenerationFinished finished)
    {
        _ended = true;
        if (finished.Timings is not { } took)
            return;
        var (queue, prompt) = (TimeSpan.FromSeconds(took.QueueSeconds), TimeSpan.FromSeconds(took.PromptSeconds));
        Spans.Past(Spans.Queue, _span.Context, _sent, queue);
        Spans.Past(Spans.Prompt, _span.Context, _sent + queue, prompt);
        Spans.Past(Spans.Decode, _span.Context, _sent + queue + prompt, TimeSpan.FromSeconds(took.DecodeSeconds));
    }

    public void Embedded(EmbeddingsResult result)
    {
        _ended = true;
        Spans.Past(Spans.Prompt, _span.Context, _sent, TimeSpan.FromSeconds(result.Seconds));
    }

    public void Failed(Failure failure)
    {
        _ended = true;
        _span.Fail(EnumWords<Errors.ErrorCode>.Of(Runners.RunnerFailure.ToError(failure).Code), failure.Message);
    }

    /// <summary>Before the end: its reader left, or the runner died.</summary>
    public void Dispose()
    {
        if (!_ended)
            _span.Fail("broken_off");
        _span.Dispose();
    }
}
