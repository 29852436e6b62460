using System.Globalization;
using MultiLLM.Dashboard.Display;

namespace MultiLLM.Dashboard.Analytics.Choosing;

/// <summary>A stretch of time whose ends a person chose.</summary>
public sealed record OwnRange(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>More days than this are more than the service puts into one answer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1826);

    private const string AddressFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>As a browser's field for date and time writes it, in the person's own time.</summary>
    public const string FieldFormat = "yyyy-MM-dd'T'HH:mm";

    private static readonly string[] s_fieldFormats = [FieldFormat, "yyyy-MM-dd'T'HH:mm:ss"];

    /// <summary>From a page's address: the same moments for everybody who gets the link.</summary>
    public static (OwnRange? Range, string? Problem) OfAddress(string? from, string? to)
    {
        if (Exact(from) is not { } begin)
            return (null, "\"from\" must be a time such as 2026-11-24T09:00:00Z.");
        if (Exact(to) is not { } end)
            return (null, "\"to\" must be a time such as 2026-11-24T17:00:00Z.");
        return Checked(begin, end);
    }

    /// <summary>From a browser's fields, which show the person's own time.</summary>
    public static (OwnRange? Range, string? Problem) OfFields(string? from, string? to, Clock clock)
    {
        if (Local(from) is not { } begin)
            return (null, "Say when it begins: a date and a time from 1970 on.");
        if (Local(to) is not { } end)
            return (null, "Say when it ends: a date and a time from 1970 on.");
        return Checked(clock.AtLocal(begin), clock.AtLocal(end));
    }

    public static string ToAddress(DateTimeOffset moment) => moment.UtcDateTime.ToString(AddressFormat, CultureInfo.InvariantCulture);

    private static (OwnRange? Range, string? Problem) Checked(DateTimeOffset from, DateTimeOffset to) =>
        from >= to ? (null, "It must begin before it ends.")
        : to - from > Longest ? (null, $"It may be at most {Longest.TotalDays / 365.25:0} years long.")
        : (new OwnRange(from, to), null);

    private static DateTimeOffset? Exact(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) && IsUsable(moment.Year) ? moment : null;

    private static DateTime? Local(string? text) =>
        DateTime.TryParseExact(text, s_fieldFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && IsUsable(local.Year) ? local : null;

    /// <summary>As the service has it.</summary>
    private static bool IsUsable(int year) => year is >= 1970 and < 3000;
}
