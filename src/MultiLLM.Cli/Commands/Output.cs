using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MultiLLM.Cli.Commands;

/// <summary>Figures as people read them, and JSON lines.</summary>
internal static class Output
{
    private static readonly string[] ByteUnits = ["B", "kB", "MB", "GB", "TB"];
    private static readonly string[] CountUnits = ["", "K", "M", "B", "T"];

    public static void WriteJson<T>(CliContext cli, T value, JsonTypeInfo<T> type) =>
        cli.Console.Out.WriteLine(JsonSerializer.Serialize(value, type));

    public static string Bytes(long bytes) => Scaled(bytes, ByteUnits, " ");

    public static string Count(long? count) => count is { } value ? Scaled(value, CountUnits, "") : "-";

    /// <summary>In whatever currency the catalog's prices are.</summary>
    public static string Cost(double? cost) => cost is { } value ? value.ToString(value < 1 ? "0.######" : "0.00", CultureInfo.InvariantCulture) : "-";

    public static string Seconds(double seconds) => seconds.ToString(seconds < 10 ? "0.00" : "0", CultureInfo.InvariantCulture) + " s";

    /// <summary>An estimate.</summary>
    public static string About(double seconds) => seconds switch
    {
        < 0.0005 => "at once",
        < 0.0995 => (seconds * 1000).ToString("0", CultureInfo.InvariantCulture) + " ms",
        < 9.95 => seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        < 600 => seconds.ToString("0", CultureInfo.InvariantCulture) + " s",
        _ => (seconds / 60).ToString("0", CultureInfo.InvariantCulture) + " min",
    };

    public static string Ago(TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => $"{Math.Max(0, (int)span.TotalSeconds)} s",
        { TotalMinutes: < 60 } => $"{(int)span.TotalMinutes} min",
        { TotalHours: < 48 } => $"{(int)span.TotalHours} h",
        _ => $"{(int)span.TotalDays} days",
    };

    private static string Scaled(long number, string[] units, string gap)
    {
        double value = number;
        var unit = 0;
        while (value >= 999.5 && unit < units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        return value.ToString(unit > 0 && value < 99.95 ? "0.#" : "0", CultureInfo.InvariantCulture) + gap + units[unit];
    }
}
