using System.Globalization;

namespace MultiLLM.Dashboard.Analytics.Usage;

/// <summary>A figure against that of the period before, in words.</summary>
internal static class Change
{
    /// <summary>Less than this share is within what figures are rounded by.</summary>
    private const double Least = 0.01;

    /// <summary>From here on it is said how many times as much it is.</summary>
    private const double Times = 3;

    /// <returns>Null: there is nothing to compare.</returns>
    public static string? Of(double? now, double? before)
    {
        if (now is not { } value || before is not { } earlier)
            return null;
        if (earlier == 0)
            return value == 0 ? "as before" : "none before";
        var ratio = value / earlier;
        return ratio >= Times ? string.Create(CultureInfo.InvariantCulture, $"{ratio:0.#} times as before")
            : Math.Abs(ratio - 1) < Least ? "as before"
            : Signed((ratio - 1) * 100, "0", "%");
    }

    /// <summary>Of shares, which are compared by their difference.</summary>
    public static string? OfShares(double? now, double? before) =>
        now is { } value && before is { } earlier
            ? Math.Abs(value - earlier) < 0.0005 ? "as before" : Signed((value - earlier) * 100, "0.0", "points")
            : null;

    private static string Signed(double value, string format, string unit) =>
        $"{(value < 0 ? "−" : "+")}{Math.Abs(value).ToString(format, CultureInfo.InvariantCulture)} {unit}";
}
