using MultiLLM.Client;

namespace MultiLLM.Dashboard.Shared;

/// <summary>What a call of the service can fail with in the field.</summary>
internal static class Failures
{
    /// <summary>Whether the service refused, or could not be reached; anything else is a bug, or a caller that gave up.</summary>
    public static bool Include(Exception failure) => failure is MultiLLMApiException or HttpRequestException or IOException or TimeoutException;

    /// <summary>What went wrong, as one sentence for a person.</summary>
    public static string Told(Exception failure) => failure switch
    {
        MultiLLMApiException refused => refused.Message,
        TimeoutException => "The service took too long to answer.",
        _ => $"The service does not answer: {failure.Message}",
    };
}
