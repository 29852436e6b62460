using System.Globalization;

namespace MultiLLM.Client;

/// <summary>Which entries of the audit log are wanted; null: all.</summary>
public sealed record AuditQuery
{
    /// <summary>A duration before now such as "24h" or "7d"; excludes <see cref="From"/>.</summary>
    public string? Since { get; init; }
    public DateTimeOffset? From { get; init; }

    /// <summary>Not included; null: now.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>For example "model.approved", or "model." for all that begin so.</summary>
    public string? Action { get; init; }
    public string? Actor { get; init; }
    public string? Key { get; init; }
    public string? Subject { get; init; }

    /// <summary>For example "refused".</summary>
    public string? Outcome { get; init; }
    public string? RequestId { get; init; }

    internal string ToQuery(params ReadOnlySpan<(string Name, string? Value)> more)
    {
        List<(string Name, string? Value)> fields =
        [
            ("since", Since), ("from", Time(From)), ("to", Time(To)), ("action", Action), ("actor", Actor), ("key", Key), ("subject", Subject),
            ("outcome", Outcome), ("request_id", RequestId), .. more,
        ];
        var given = fields.Where(field => field.Value is not null).Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value!)}").ToList();
        return given.Count == 0 ? "" : "?" + string.Join('&', given);
    }

    internal static string? Time(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture);
}
