using MultiLLM.Client;
using MultiLLM.Dashboard.Display;

namespace MultiLLM.Dashboard.Answers;

/// <summary>Why an answer did not come, or not the whole of it.</summary>
/// <param name="Message">What the service said.</param>
/// <param name="Advice">What to do about it; null: nothing is known.</param>
/// <param name="Field">The setting at fault, by the API's name; null: none.</param>
public sealed record ChatProblem(string Message, string? Advice, string? Field = null)
{
    /// <summary>Says what a failed call means; null: it is no failure of the service, but a bug.</summary>
    public static ChatProblem? Of(Exception failure) => failure switch
    {
        MultiLLMApiException refused => new(refused.Message, Advise(refused), FieldOf(refused)),
        TimeoutException => new(failure.Message, "It may be overloaded. Try again, or ask a smaller model."),
        HttpRequestException or IOException => new(failure.Message, "Look whether the service is running, then try again. Nothing that was written is lost."),
        _ => null,
    };

    private static string? FieldOf(MultiLLMApiException refused) => refused.Code == "unsupported_schema" ? "json_schema" : refused.Param?.Split('[', '.')[0];

    private static string? Advise(MultiLLMApiException refused) => refused.Code switch
    {
        "queue_full" => refused.RetryAfter is { } wait ? $"Try again in {Units.Seconds(wait.TotalSeconds)}." : "Try again in a moment.",
        "context_length_exceeded" => "Begin a new conversation, shorten the messages, or choose a model with a longer context.",
        "model_not_found" => "Choose another model; this one is not here any more.",
        "model_kind_mismatch" => "Choose a model that writes text.",
        "no_eligible_model" => "Choose a model yourself, or fetch one on the page Models.",
        "insufficient_memory" => "Unload a model on the page Models, choose a smaller one, or end other programs.",
        "model_load_failed" => "Choose another model. The overview tells the reason.",
        "runner_crashed" => "Try again: the model is started afresh.",
        "unsupported_schema" => "Simplify the schema in the settings at the place that is named.",
        "shutting_down" => "The service is being stopped. Try again when it is back.",
        "invalid_request" => "Correct it and try again.",
        "timeout" => "Try again, or ask a smaller model.",
        _ => refused.RetryAfter is { } later ? $"Try again in {Units.Seconds(later.TotalSeconds)}." : null,
    };
}
