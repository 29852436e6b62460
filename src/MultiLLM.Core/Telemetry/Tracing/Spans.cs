using System.Diagnostics;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Keys.Secrets;

namespace MultiLLM.Core.Telemetry.Tracing;

/// <summary>The service's spans. Nobody listens unless traces are exported, and then there are none.</summary>
public static class Spans
{
    public const string Select = "multillm.select";
    public const string Load = "multillm.load";
    public const string Generate = "multillm.generate";
    public const string Embed = "multillm.embed";
    public const string Queue = "multillm.queue";
    public const string Prompt = "multillm.prompt";
    public const string Decode = "multillm.decode";

    public static ActivitySource Source { get; } = new(TelemetryNames.Source);

    public static bool AreWanted => Source.HasListeners();

    /// <summary>A span that is over already, as long as somebody measured.</summary>
    public static void Past(string name, ActivityContext parent, DateTimeOffset start, TimeSpan took)
    {
        using var span = Source.CreateActivity(name, ActivityKind.Internal, parent);
        if (span is null)
            return;
        span.SetStartTime(start.UtcDateTime).Start();
        span.SetEndTime((start + took).UtcDateTime);
    }

    public static void Fail(this Activity span, string errorType, string? message = null)
    {
        span.SetTag(Attributes.ErrorType, errorType);
        span.SetStatus(ActivityStatusCode.Error, message is null ? null : KeySecret.Redact(message)); // it may quote what was sent
    }

    /// <summary>As the failure of a call; a caller that left is "cancelled".</summary>
    public static void Fail(this Activity span, Exception failure)
    {
        if (failure is MultiLLMException known)
            span.Fail(Catalog.EnumWords<ErrorCode>.Of(known.Error.Code), known.Message);
        else if (failure is OperationCanceledException)
            span.Fail("cancelled");
        else
            span.Fail(failure.GetType().FullName!, failure.Message);
    }
}
