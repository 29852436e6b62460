namespace MultiLLM.Contracts.Api;

/// <summary>Answer of <c>GET /system/settings</c>: what is configured, and where that was said.</summary>
/// <param name="Settings">All there are, section by section.</param>
public sealed record SettingsReport(IReadOnlyList<SettingInfo> Settings);

/// <summary>One setting. Texts are as a settings file would have them.</summary>
public sealed record SettingInfo
{
    /// <summary>With its section: "MultiLLM:MaxConcurrentModels".</summary>
    public required string Name { get; init; }

    /// <summary>What is in force; several values are separated by commas. Absent: nothing is set. Of a secret: "(set)".</summary>
    public string? Value { get; init; }

    /// <summary>What is in force where nobody says anything; absent: nothing, or what the description says.</summary>
    public string? Default { get; init; }

    /// <summary>Where the value was said: "default", "file", "environment", "command_line" or "other".</summary>
    public required string Source { get; init; }

    /// <summary>The file's path or the variable's name.</summary>
    public string? SourceName { get; init; }

    /// <summary>What it does.</summary>
    public string? Description { get; init; }

    /// <summary>"bytes", "tokens", "minutes", "seconds", "characters", or "d.hh:mm:ss" for durations; absent: it has none.</summary>
    public string? Unit { get; init; }

    /// <summary>The values that it takes, in words; absent: any.</summary>
    public string? Allowed { get; init; }

    /// <summary>The environment variable that sets it.</summary>
    public required string Variable { get; init; }

    /// <summary>Its value is not told.</summary>
    public bool Secret { get; init; }
}
