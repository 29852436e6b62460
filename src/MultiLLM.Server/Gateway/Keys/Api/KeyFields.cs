using System.Collections.Frozen;
using System.Text.Json;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Gateway.Keys.Authentication;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Gateway.Keys.Api;

/// <summary>The fields that say what a key is for.</summary>
internal static class KeyFields
{
    public const string Name = "name";
    public const string Role = "role";
    public const string ExpiresAt = "expires_at";
    public const string Models = "models";
    public const string Preference = "preference";
    public const string Limits = "limits";

    private const int LongestName = 64;
    private const int MostModels = 64;

    public static string? ReadName(Fields fields)
    {
        var name = fields.Text(Name, LongestName)?.Trim();
        if (name is "")
            fields.Report(Name, "must not be blank");
        else if (name?.Any(char.IsControl) is true)
            fields.Report(Name, "must be one line of text");
        return name;
    }

    public static CallerRole? ReadRole(Fields fields) =>
        fields.Choice(Role, [.. Roles.All]) is { } word ? EnumWords<CallerRole>.Find(word) : null;

    public static FrozenSet<string>? ReadModels(Fields fields) =>
        TextArray.Read(fields, Models, 1, MostModels, ModelNames.MaxLength)?.Select(name => name.ToLowerInvariant()).ToFrozenSet(StringComparer.Ordinal);

    public static string? ReadPreference(Fields fields) => fields.Choice(Preference, "fast", "balanced", "quality");

    public static KeyLimits? ReadLimits(Fields fields)
    {
        if (fields.Object(Limits) is not { } limits)
            return null;
        limits.RefuseOthers(
            "requests_per_minute", "tokens_per_minute", "concurrency", "tokens_per_day", "tokens_per_month", "max_prompt_tokens", "max_answer_tokens", "priority");
        return new KeyLimits
        {
            RequestsPerMinute = limits.Integer("requests_per_minute", 1),
            TokensPerMinute = limits.Long("tokens_per_minute", 1, long.MaxValue),
            Concurrency = limits.Integer("concurrency", 1),
            TokensPerDay = limits.Long("tokens_per_day", 1, long.MaxValue),
            TokensPerMonth = limits.Long("tokens_per_month", 1, long.MaxValue),
            MaxPromptTokens = limits.Integer("max_prompt_tokens", 1),
            MaxAnswerTokens = limits.Integer("max_answer_tokens", 1),
            Priority = limits.Choice("priority", [.. EnumWords<RequestPriority>.All]) is { } word ? EnumWords<RequestPriority>.Find(word)!.Value : RequestPriority.Normal,
        };
    }
}
