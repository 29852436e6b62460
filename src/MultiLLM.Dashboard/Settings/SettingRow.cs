using System.Globalization;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Display;

namespace MultiLLM.Dashboard.Settings;

/// <summary>A setting as people read it.</summary>
public sealed record SettingRow(SettingInfo Setting)
{
    /// <summary>Without its section.</summary>
    public string Name { get; } = Setting.Name[(Setting.Name.LastIndexOf(':') + 1)..];

    /// <summary>"MultiLLM:Server:Limits".</summary>
    public string Section { get; } = Setting.Name[..Setting.Name.LastIndexOf(':')];

    public string Value { get; } = Read(Setting.Value, Setting.Unit);

    public string Default { get; } = Read(Setting.Default, Setting.Unit);

    /// <summary>Somebody said something, be it the default.</summary>
    public bool IsSet => Setting.Source != "default";

    /// <summary>Where the value was said, in words.</summary>
    public string From => (Setting.Source, Setting.SourceName) switch
    {
        ("default", _) => "default",
        ("command_line", _) => "command line",
        (_, { } name) => name,
        var (source, _) => source,
    };

    /// <summary>What one has to know to change it.</summary>
    public string Hint => Setting.Allowed is { } allowed ? $"{Setting.Variable}={allowed.Replace(", ", " | ", StringComparison.Ordinal)}" : Setting.Variable;

    public bool Matches(string text) =>
        Has(Setting.Name, text) || Has(Setting.Variable, text) || Has(Setting.Description, text);

    private static bool Has(string? words, string text) => words?.Contains(text, StringComparison.OrdinalIgnoreCase) is true;

    private static string Read(string? value, string? unit) => (value, unit) switch
    {
        (null, _) => Units.None,
        (_, "bytes") when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) => Units.Bytes(bytes),
        (_, "d.hh:mm:ss") when TimeSpan.TryParseExact(value, "c", CultureInfo.InvariantCulture, out var span) => Units.Seconds(span.TotalSeconds),
        (_, null) => value,
        _ => $"{value} {unit}",
    };
}
