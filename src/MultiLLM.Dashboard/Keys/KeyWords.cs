using System.Globalization;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Display;

namespace MultiLLM.Dashboard.Keys;

/// <summary>The API's words about keys, for people.</summary>
internal static class KeyWords
{
    public static string Role(string role) => role switch
    {
        "read_only" => "looks on",
        "user" => "asks models",
        "admin" => "everything",
        _ => role,
    };

    public static string Limits(KeyLimitsInfo? limits)
    {
        if (limits is null)
            return Units.None;
        var words = new List<string>();
        Add(limits.RequestsPerMinute, "requests/min");
        Add(limits.TokensPerMinute, "tokens/min");
        Add(limits.Concurrency, "at once");
        Add(limits.TokensPerDay, "tokens/day");
        Add(limits.TokensPerMonth, "tokens/month");
        Add(limits.MaxPromptTokens, "tokens a prompt");
        Add(limits.MaxAnswerTokens, "tokens an answer");
        if (limits.Priority is { } priority and not "normal")
            words.Add($"{priority} priority");
        return words.Count == 0 ? Units.None : string.Join(", ", words);

        void Add(long? limit, string unit)
        {
            if (limit is { } most)
                words.Add(string.Create(CultureInfo.InvariantCulture, $"{most:N0} {unit}"));
        }
    }
}
