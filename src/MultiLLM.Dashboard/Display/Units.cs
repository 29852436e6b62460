using System.Globalization;

namespace MultiLLM.Dashboard.Display;

/// <summary>Figures as people read them, always with their unit.</summary>
internal static class Units
{
    private static readonly (double Size, string Name)[] s_bytes = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
    private static readonly (double Size, string Name)[] s_counts = [(1e9, "G"), (1e6, "M"), (1e4, "K")];

    public const string None = "–";

    /// <summary>Decimal, as the API counts: 4.10 GB.</summary>
    public static string Bytes(long? bytes)
    {
        if (bytes is not { } count)
            return None;
        foreach (var (size, name) in s_bytes)
        {
            if (Math.Abs(count) >= size)
                return $"{ThreeDigits(count / size)} {name}";
        }
        return $"{count} bytes";
    }

    public static string Count(double? count)
    {
        if (count is not { } value)
            return None;
        foreach (var (size, name) in s_counts)
        {
            // 12 345 is shown as 12.3K, and 1234 as it is.
            if (Math.Abs(value) >= size)
                return ThreeDigits(value / (name == "K" ? 1e3 : size)) + name;
        }
        return value.ToString("#,0.##", CultureInfo.InvariantCulture).Replace(',', '\u202f');
    }

    /// <summary>From milliseconds to days.</summary>
    public static string Seconds(double? seconds) => seconds switch
    {
        null => None,
        < 0.9995 => string.Create(CultureInfo.InvariantCulture, $"{seconds.Value * 1000:0} ms"),
        < 99.95 => $"{ThreeDigits(seconds.Value)} s",
        < 5400 => string.Create(CultureInfo.InvariantCulture, $"{seconds.Value / 60:0} min"),
        < 172_800 => string.Create(CultureInfo.InvariantCulture, $"{seconds.Value / 3600:0.#} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds.Value / 86_400:0.#} d"),
    };

    public static string TokensPerSecond(double? rate) => rate is { } value ? $"{ThreeDigits(value)} tokens/s" : None;

    /// <summary>In whatever currency: small amounts with two digits that say something.</summary>
    public static string Cost(double? cost) => cost switch
    {
        null => None,
        >= 0.995 => cost.Value.ToString("#,0.00", CultureInfo.InvariantCulture).Replace(',', '\u202f'),
        _ => cost.Value.ToString("0.######", CultureInfo.InvariantCulture),
    };

    /// <param name="share">0 to 1.</param>
    public static string Percent(double? share) => share switch
    {
        null => None,
        > 0 and < 0.001 => "< 0.1 %",
        > 0.999 and < 1 => "> 99.9 %",
        _ => string.Create(CultureInfo.InvariantCulture, $"{share.Value * 100:0.#} %"),
    };

    private static string ThreeDigits(double value) => Math.Abs(value) switch
    {
        >= 99.95 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 9.995 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}
