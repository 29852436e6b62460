using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Chat;

/// <summary>What stays the same from one message of a conversation to the next.</summary>
internal sealed record ChatSettings
{
    public string? Model { get; init; }

    /// <summary>Asked when the named model fails, the first one first.</summary>
    public IReadOnlyList<string> Fallbacks { get; init; } = [];
    public string? System { get; init; }
    public SelectionConstraints Choice { get; init; } = new();
    public float? Temperature { get; init; }
    public float? TopP { get; init; }
    public int? MaxTokens { get; init; }
    public long? Seed { get; init; }
    public bool Json { get; init; }
    public bool Stream { get; init; } = true;

    public ChatRequest ToRequest(string message, IReadOnlyList<ChatTurn>? history = null) => new()
    {
        Message = message,
        ModelId = Model,
        Fallbacks = Fallbacks.Count > 0 ? Fallbacks : null,
        SystemPrompt = string.IsNullOrWhiteSpace(System) ? null : System,
        Preference = Choice.Preference,
        MaxSeconds = Choice.MaxSeconds,
        MaxCost = Choice.MaxCost,
        MinQuality = Choice.MinQuality,
        AllowModels = Choice.AllowModels,
        DenyModels = Choice.DenyModels,
        LoadedOnly = Choice.LoadedOnly,
        Temperature = Temperature,
        TopP = TopP,
        MaxTokens = MaxTokens,
        Seed = Seed,
        ConversationHistory = history is { Count: > 0 } ? history : null,
    };
}
