using MultiLLM.Contracts.Api;

namespace MultiLLM.Dashboard.Keys;

/// <summary>A key as a person describes it.</summary>
internal sealed class KeyForm
{
    public string Name { get; set; } = "";
    public string Role { get; set; } = "user";
    public int? Days { get; set; }
    public string Models { get; set; } = "";
    public int? RequestsPerMinute { get; set; }
    public long? TokensPerDay { get; set; }

    public KeyRequest ToRequest(DateTimeOffset now)
    {
        var models = Models.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new KeyRequest
        {
            Name = Name.Trim(),
            Role = Role,
            ExpiresAt = Days is { } days ? now.AddDays(days) : null,
            Models = models.Length == 0 ? null : models,
            Limits = RequestsPerMinute is null && TokensPerDay is null ? null : new KeyLimitsInfo { RequestsPerMinute = RequestsPerMinute, TokensPerDay = TokensPerDay },
        };
    }
}
