using System.Globalization;
using MultiLLM.Client;

namespace MultiLLM.Cli;

/// <summary>How a failed command ends.</summary>
/// <param name="ExitCode">One of <see cref="Cli.ExitCode"/>.</param>
/// <param name="Code">Stable, for --json.</param>
/// <param name="Message">For the user.</param>
/// <param name="Param">The request's field at fault.</param>
/// <param name="RetryAfter">When trying again makes sense.</param>
internal sealed record Failure(int ExitCode, string Code, string Message, string? Param = null, TimeSpan? RetryAfter = null)
{
    /// <summary>Null: a bug, which is not to be hidden.</summary>
    public static Failure? Of(Exception exception) => exception switch
    {
        CliFailure failure => new Failure(failure.ExitCode, failure.Code, failure.Message),
        MultiLLMApiException api => new Failure(ExitCodeOf(api), api.Code, MessageOf(api), api.Param, api.RetryAfter),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } =>
            new Failure(Cli.ExitCode.NoServer, "no_server", "The service is not running any more."),
        HttpRequestException or HttpIOException => new Failure(Cli.ExitCode.Failed, "connection_lost", $"The connection to the service broke: {exception.Message}"),
        IOException or UnauthorizedAccessException => new Failure(Cli.ExitCode.Failed, "io_failed", $"Reading or writing failed: {exception.Message}"), // such as a full disk behind a redirected output
        TimeoutException => new Failure(Cli.ExitCode.Failed, "timeout", exception.Message),
        _ => null,
    };

    private static int ExitCodeOf(MultiLLMApiException exception) => exception.Code switch
    {
        "model_not_found" or "source_not_found" or "pull_not_found" => Cli.ExitCode.ModelNotFound,
        "invalid_request" or "invalid_source" or "model_kind_mismatch" => Cli.ExitCode.Usage,
        "queue_full" or "rate_limit_exceeded" or "model_busy" or "hub_rate_limited" or "shutting_down" or "insufficient_memory" => Cli.ExitCode.Busy,
        _ => Cli.ExitCode.Failed,
    };

    private static string MessageOf(MultiLLMApiException exception)
    {
        var message = exception.Message;
        if (exception is { Code: "invalid_request", Param: { } param } && !message.Contains(param, StringComparison.OrdinalIgnoreCase))
        {
            message = $"{param}: {message}";
        }

        return exception.RetryAfter is { } wait
            ? $"{message} Try again in {Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString("0", CultureInfo.InvariantCulture)} s."
            : message;
    }
}
