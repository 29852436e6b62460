namespace MultiLLM.Core.Telemetry;

/// <summary>
/// Names by which collectors know the service. What OpenTelemetry's conventions for generative AI name is named as they do; the rest is
/// "multillm.area.thing". People build dashboards on them, so they never change.
/// </summary>
public static class TelemetryNames
{
    /// <summary>Of the activity source and of the meter.</summary>
    public const string Source = "MultiLLM";

    /// <summary>gen_ai.provider.name: the conventions know no local server by name.</summary>
    public const string Provider = "multillm";

    /// <summary>The variable by which instrumentations of generative AI let people allow what was said in their traces.</summary>
    public const string CaptureContentVariable = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";
}

/// <summary>Attributes of spans and metrics.</summary>
internal static class Attributes
{
    public const string Operation = "gen_ai.operation.name";
    public const string Provider = "gen_ai.provider.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string ResponseModel = "gen_ai.response.model";
    public const string TokenType = "gen_ai.token.type";
    public const string ErrorType = "error.type";

    // Of our own metrics.
    public const string Model = "model";
    public const string Outcome = "outcome";
    public const string Dialect = "dialect";
    public const string Reason = "reason";
    public const string Result = "result";
    public const string State = "state";
    public const string Kind = "kind";
    public const string Host = "host";
    public const string Server = "server";
    public const string Type = "type";
}

/// <summary>Values of <see cref="Attributes.Operation"/>.</summary>
internal static class Operations
{
    public const string Chat = "chat";
    public const string TextCompletion = "text_completion";
    public const string Embeddings = "embeddings";

    /// <summary>The task in an embedding request's record.</summary>
    public const string EmbeddingTask = "embedding";
    private const string CompletionsPath = "/v1/completions";

    /// <param name="endpoint">As a request's record has it.</param>
    public static string OfGeneration(string? endpoint) => endpoint == CompletionsPath ? TextCompletion : Chat;
}
