using MultiLLM.Contracts.Api;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Gateway.Keys;
using MultiLLM.Core.Gateway.Keys.Secrets;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Server.Gateway.Keys.Authentication;

namespace MultiLLM.Server.Gateway.Keys.Api;

internal static class KeyDescription
{
    public static KeyInfo Of(ApiKey key, DateTimeOffset now) => new()
    {
        Id = key.Id,
        Name = key.Name,
        Role = Roles.Of(key.Role),
        Status = key.StatusAt(now),
        BeginsWith = $"{KeySecret.Mark}{key.Prefix}_",
        CreatedAt = key.CreatedAt,
        ExpiresAt = key.ExpiresAt,
        RevokedAt = key.RevokedAt,
        LastUsedAt = key.LastUsedAt,
        RotatedAt = key.RotatedAt,
        OldSecretUntil = key.OldUntil > now ? key.OldUntil : null,
        Models = key.Models?.Order(StringComparer.Ordinal).ToList(),
        Preference = key.Preference,
        Limits = key.Limits == KeyLimits.None ? null : Of(key.Limits),
    };

    public static IssuedKeyInfo Of(IssuedKey issued, DateTimeOffset now) => new(Of(issued.Key, now), issued.Secret.Reveal());

    private static KeyLimitsInfo Of(KeyLimits limits) => new()
    {
        RequestsPerMinute = limits.RequestsPerMinute,
        TokensPerMinute = limits.TokensPerMinute,
        Concurrency = limits.Concurrency,
        TokensPerDay = limits.TokensPerDay,
        TokensPerMonth = limits.TokensPerMonth,
        MaxPromptTokens = limits.MaxPromptTokens,
        MaxAnswerTokens = limits.MaxAnswerTokens,
        Priority = limits.Priority == RequestPriority.Normal ? null : EnumWords<RequestPriority>.Of(limits.Priority),
    };
}
