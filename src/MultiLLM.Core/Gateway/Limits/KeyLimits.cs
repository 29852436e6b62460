namespace MultiLLM.Core.Gateway.Limits;

/// <summary>What a key may use; null: as much as it likes.</summary>
public sealed record KeyLimits
{
    public static KeyLimits None { get; } = new();

    public int? RequestsPerMinute { get; init; }

    /// <summary>Of prompts and answers together.</summary>
    public long? TokensPerMinute { get; init; }

    /// <summary>Requests at once.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Of a calendar day, UTC.</summary>
    public long? TokensPerDay { get; init; }

    /// <summary>Of a calendar month, UTC.</summary>
    public long? TokensPerMonth { get; init; }

    /// <summary>Tokens of the largest prompt.</summary>
    public int? MaxPromptTokens { get; init; }

    /// <summary>Tokens of the largest answer.</summary>
    public int? MaxAnswerTokens { get; init; }

    /// <summary>Whose requests wait for whose; a request may lower its own.</summary>
    public RequestPriority Priority { get; init; }

    /// <summary>Whether a request of the key has to be counted or measured at all.</summary>
    internal bool BoundsRequests() =>
        (RequestsPerMinute ?? Concurrency ?? MaxPromptTokens ?? MaxAnswerTokens) is not null || BoundsTokens();

    /// <summary>Whether tokens have to be set aside before a request begins.</summary>
    internal bool BoundsTokens() => (TokensPerMinute ?? TokensPerDay ?? TokensPerMonth) is not null;
}
