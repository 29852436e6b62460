using System.Text.Json.Serialization;

namespace MultiLLM.Dashboard.Playground.Conversations;

/// <summary>What is asked of each answer of a conversation, as the person typed it. Empty: the model's own setting.</summary>
/// <param name="SystemPrompt">Instructions before the conversation.</param>
/// <param name="Temperature">A number.</param>
/// <param name="TopP">A number.</param>
/// <param name="TopK">A whole number.</param>
/// <param name="MinP">A number.</param>
/// <param name="MaxTokens">A whole number.</param>
/// <param name="Seed">A whole number.</param>
/// <param name="Stop">Texts, one on each line.</param>
/// <param name="JsonSchema">A JSON schema.</param>
public sealed record ChatSettings(
    string SystemPrompt = "", string Temperature = "", string TopP = "", string TopK = "", string MinP = "", string MaxTokens = "", string Seed = "",
    string Stop = "", string JsonSchema = "")
{
    /// <summary>How many are not empty.</summary>
    [JsonIgnore]
    public int Count => new[] { SystemPrompt, Temperature, TopP, TopK, MinP, MaxTokens, Seed, Stop, JsonSchema }.Count(value => !string.IsNullOrWhiteSpace(value));
}
