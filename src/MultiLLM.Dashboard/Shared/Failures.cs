using MultiLLM.Client;

namespace MultiLLM.Dashboard.Shared;

internal static class Failures
{
    /// <summary>What went wrong, as one sentence for a person.</summary>
    public static string Told(Exception failure) => failure switch
    {
        MultiLLMApiException refused => refused.Message,
        TimeoutException => "The service took too long to answer.",
        _ => $"The service does not answer: {failure.Message}",
    };
}
