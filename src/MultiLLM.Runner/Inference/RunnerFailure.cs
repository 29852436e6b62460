using MultiLLM.Contracts.Runner;

namespace MultiLLM.Runner.Inference;

/// <summary>Ends one request with an answer the parent understands; the runner goes on.</summary>
internal sealed class RunnerFailure(FailureCode code, string message, string param = "") : Exception(message)
{
    public int PromptTokens { get; init; }
    public int ContextLength { get; init; }

    public Failure ToMessage() => new()
    {
        Code = code,
        Message = Message,
        Param = param,
        PromptTokens = (uint)PromptTokens,
        ContextLength = (uint)ContextLength,
    };

    public static RunnerFailure PromptTooLong(int promptTokens, int contextLength, string param = "") => new(
        FailureCode.PromptTooLong,
        $"The prompt has {promptTokens} tokens; this model's context holds {contextLength}, of which at least one is for the answer.",
        param)
    {
        PromptTokens = promptTokens,
        ContextLength = contextLength,
    };
}
