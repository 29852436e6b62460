namespace MultiLLM.Dashboard.Playground.Conversations;

/// <summary>What is asked of each answer of a conversation, as the person typed it. Empty: the model's own setting.</summary>
public sealed record ChatSettings
{
    public string SystemPrompt { get; init; } = "";
    public string Temperature { get; init; } = "";
    public string TopP { get; init; } = "";
    public string TopK { get; init; } = "";
    public string MinP { get; init; } = "";
    public string MaxTokens { get; init; } = "";
    public string Seed { get; init; } = "";

    /// <summary>One on each line.</summary>
    public string Stop { get; init; } = "";
    public string JsonSchema { get; init; } = "";

    /// <summary>How many are not empty.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Count => new[] { SystemPrompt, Temperature, TopP, TopK, MinP, MaxTokens, Seed, Stop, JsonSchema }.Count(value => !string.IsNullOrWhiteSpace(value));
}
