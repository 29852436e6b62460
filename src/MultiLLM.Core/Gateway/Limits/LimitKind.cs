namespace MultiLLM.Core.Gateway.Limits;

/// <summary>The members of <see cref="KeyLimits"/> that can be used up.</summary>
public enum LimitKind
{
    RequestsPerMinute,
    TokensPerMinute,
    Concurrency,
    TokensPerDay,
    TokensPerMonth,
    MaxPromptTokens,
    MaxAnswerTokens,
}
