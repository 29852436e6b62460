namespace MultiLLM.Runner.Inference;

/// <summary>What ends an answer, and what is reported beside its text.</summary>
internal sealed record AnswerLimits
{
    public required int MaxTokens { get; init; }
    public required IReadOnlyList<string> Stop { get; init; }
    public bool IgnoreEos { get; init; }
    public bool LogProbs { get; init; }
    public int TopLogProbs { get; init; }
}
