using System.Globalization;
using System.Text.RegularExpressions;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Analytics;

/// <param name="From">Included.</param>
/// <param name="To">Not included.</param>
/// <param name="Zone">Whose days.</param>
internal sealed record Period(DateTimeOffset From, DateTimeOffset To, TimeZoneInfo Zone);

/// <summary><c>from</c>, <c>to</c>, <c>since</c> and <c>tz</c> of a query.</summary>
internal static partial class PeriodReader
{
    private const int MaxLength = 64;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    /// <summary>Without a word about it: the time <paramref name="usual"/> before now.</summary>
    public static Period Read(QueryFields fields, RequestProblem problem, DateTimeOffset now, TimeSpan usual)
    {
        var zone = ReadZone(fields, problem);
        var (since, from) = (ReadSince(fields, problem), ReadTime(fields, problem, "from", zone));
        var to = ReadTime(fields, problem, "to", zone) ?? now;
        if (since is not null && from is not null)
            problem.Report("since", "and from exclude each other");
        var begin = from ?? to - (since ?? usual);
        if (begin >= to)
            problem.Report(from is null ? "to" : "from", "must be before the end of the period");
        if (to - begin > Longest)
            problem.Report(from is null ? "since" : "from", $"may lie at most {Longest.TotalDays:0} days before the end of the period");
        return new Period(begin, to, zone);
    }

    /// <summary>A duration before now, or a time with its offset.</summary>
    public static bool TryMoment(string text, DateTimeOffset now, out DateTimeOffset? moment)
    {
        moment = null;
        if (text.Length > MaxLength)
            return false;
        if (LengthOf(text) is { } length)
            moment = now - length;
        else if (ExactTime(text.Replace(' ', '+')) is { } exact)
            moment = exact;
        return moment is not null;
    }

    private static TimeZoneInfo ReadZone(QueryFields fields, RequestProblem problem)
    {
        if (fields.Text("tz", MaxLength) is not { } name)
            return TimeZoneInfo.Utc;
        // No path may get into the search for the zone's file.
        if (ZoneName().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
            return zone;
        problem.Report("tz", $"must be a time zone such as \"Europe/Berlin\" or \"UTC\"; got \"{JsonText.Shorten(name)}\"");
        return TimeZoneInfo.Utc;
    }

    private static TimeSpan? ReadSince(QueryFields fields, RequestProblem problem)
    {
        if (fields.Text("since", MaxLength) is not { } text)
            return null;
        if (LengthOf(text) is { } known)
            return known;
        problem.Report("since", $"must be a duration up to {Longest.TotalDays:0}d, such as \"90m\", \"24h\", \"7d\" or \"4w\"; got \"{JsonText.Shorten(text)}\"");
        return null;
    }

    /// <summary>Null: not a duration, or none that can be meant.</summary>
    private static TimeSpan? LengthOf(string text)
    {
        if (Duration().Match(text) is not { Success: true } match)
            return null;
        var number = double.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        var length = number * match.Groups["unit"].Value switch
        {
            "m" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            "d" => TimeSpan.FromDays(1),
            _ => TimeSpan.FromDays(7),
        };
        return length > TimeSpan.Zero && length <= Longest ? length : null;
    }

    private static DateTimeOffset? ExactTime(string iso) =>
        WithOffset().IsMatch(iso) && DateTimeOffset.TryParse(iso, CultureInfo.InvariantCulture, DateTimeStyles.None, out var exact) && IsUsable(exact) ? exact : null;

    /// <summary>With an offset, or as the clocks of the zone show it.</summary>
    private static DateTimeOffset? ReadTime(QueryFields fields, RequestProblem problem, string field, TimeZoneInfo zone)
    {
        if (fields.Text(field, MaxLength) is not { } text)
            return null;
        var iso = text.Replace(' ', '+'); // what the plus of an offset means in a query
        if (ExactTime(iso) is { } exact)
            return exact;
        if (Local().IsMatch(iso) && DateTime.TryParse(iso, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            && IsUsable(new DateTimeOffset(local, TimeSpan.Zero)))
        {
            // A time that the clocks skip counts as the one they jump to.
            var offset = zone.IsInvalidTime(local) ? zone.GetUtcOffset(local.AddHours(-3)) : zone.GetUtcOffset(local);
            return new DateTimeOffset(local, offset);
        }
        problem.Report(field, $"must be a time from 1970 on, such as \"2026-03-01\" or \"2026-03-01T12:00:00Z\"; got \"{JsonText.Shorten(text)}\"");
        return null;
    }

    private static bool IsUsable(DateTimeOffset time) => time.Year is >= 1970 and < 3000;

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+\-]*(/[A-Za-z0-9_+\-]+){0,3}$", RegexOptions.CultureInvariant)]
    private static partial Regex ZoneName();

    [GeneratedRegex(@"^(?<number>\d{1,6}(\.\d{1,6})?)(?<unit>m|h|d|w)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Duration();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+-]\d\d:\d\d)$", RegexOptions.CultureInvariant)]
    private static partial Regex WithOffset();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,7})?)?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Local();
}
