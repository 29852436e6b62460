using System.Globalization;

namespace MultiLLM.Client;

/// <summary>Which requests' figures or records are wanted; null: the service's default, or all.</summary>
public sealed record AnalyticsQuery
{
    /// <summary>A duration before <see cref="To"/> such as "24h" or "7d"; excludes <see cref="From"/>.</summary>
    public string? Since { get; init; }
    public DateTimeOffset? From { get; init; }

    /// <summary>Not included; null: now.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>For example "Europe/Berlin"; null: UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>"model", "task", "key"; for summaries also "minute", "hour" and "day".</summary>
    public string? By { get; init; }

    /// <summary>Who answered.</summary>
    public string? Model { get; init; }
    public string? Task { get; init; }
    public string? Key { get; init; }

    /// <summary>For records: "ok", "failed", "refused", "cancelled" or "superseded".</summary>
    public string? Outcome { get; init; }

    /// <summary>For records: for example "runner_crashed".</summary>
    public string? ErrorCode { get; init; }

    /// <summary>For records: all attempts at one request.</summary>
    public string? RequestId { get; init; }

    internal string ToQuery(params ReadOnlySpan<(string Name, string? Value)> more)
    {
        List<(string Name, string? Value)> fields =
        [
            ("since", Since), ("from", Time(From)), ("to", Time(To)), ("tz", TimeZone), ("by", By), ("model", Model), ("task", Task), ("key", Key),
            ("outcome", Outcome), ("error_code", ErrorCode), ("request_id", RequestId), .. more,
        ];
        var given = fields.Where(field => field.Value is not null).Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value!)}").ToList();
        return given.Count == 0 ? "" : "?" + string.Join('&', given);
    }

    private static string? Time(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture);
}
