using MudBlazor;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Display;

namespace MultiLLM.Dashboard.Analytics.Requests;

/// <summary>What was recorded of a request, in words. What is new to the pages is shown by its own name.</summary>
internal static class RequestWords
{
    private const int Longest = 60;

    /// <summary>What the list can be restricted to, in the API's words.</summary>
    public static IReadOnlyList<string> Outcomes { get; } = ["ok", "failed", "refused", "cancelled", "superseded"];

    public static string Outcome(string outcome) => outcome switch
    {
        "ok" => "Succeeded",
        "failed" => "Failed",
        "refused" => "Refused",
        "cancelled" => "Given up",
        "superseded" => "Taken over",
        _ => InertText.Line(outcome, Longest),
    };

    /// <summary>What the word means.</summary>
    public static string Meaning(string outcome) => outcome switch
    {
        "ok" => "It was answered",
        "failed" => "The service or a model failed",
        "refused" => "It could not be served as asked, or there was no room for it",
        "cancelled" => "The caller left before the end",
        "superseded" => "An attempt that failed before its first output; another one took over",
        _ => outcome,
    };

    public static string Icon(string outcome) => outcome switch
    {
        "ok" => Icons.Material.Filled.CheckCircle,
        "failed" => Icons.Material.Filled.Error,
        "refused" => Icons.Material.Filled.Block,
        "superseded" => Icons.Material.Filled.Redo,
        _ => Icons.Material.Filled.Logout,
    };

    public static Color Tone(string outcome) => outcome switch
    {
        "ok" => Color.Success,
        "failed" => Color.Error,
        "refused" or "superseded" => Color.Warning,
        _ => Color.Default,
    };

    /// <summary>One sentence about an error's code.</summary>
    public static string Error(string code) => code switch
    {
        "runner_crashed" => "The model's process ended while it worked.",
        "model_load_failed" => "The model could not be loaded.",
        "insufficient_memory" => "There was not enough memory for the model.",
        "context_length_exceeded" => "The request is longer than the model's context.",
        "no_eligible_model" => "No installed model can do what was asked.",
        "model_not_found" => "There is no model of that name.",
        "model_kind_mismatch" => "The model is of another kind: it does not write text, or makes no embeddings.",
        "model_busy" => "The model had no room for another request.",
        "queue_full" => "Too many requests were waiting.",
        "invalid_request" => "A field of the request is wrong.",
        "invalid_grammar" or "unsupported_schema" => "What the answer should look like cannot be enforced.",
        "template_failed" => "The model's chat template failed.",
        "timeout" => "It took too long.",
        "shutting_down" => "The service was stopping.",
        _ => "It ended with this error.",
    };

    /// <summary>"/chat, streamed".</summary>
    public static string Origin(RequestInfo request) => request.Dialect switch
    {
        "comparison" => "a comparison of the service's own",
        "library" => "the library",
        _ => $"{request.Endpoint}{(request.Stream ? ", streamed" : "")}",
    };

    /// <summary>Who answered, or failed last.</summary>
    public static string Model(RequestInfo request) => request.ModelUsed is { } id ? InertText.Line(id, Longest) : Units.None;

    public static string Tokens(RequestInfo request) =>
        $"{Units.Count(request.PromptTokens)} read{(request.CachedTokens > 0 ? $" ({Units.Count(request.CachedTokens)} of them known before)" : "")}, {Units.Count(request.CompletionTokens)} written";
}
