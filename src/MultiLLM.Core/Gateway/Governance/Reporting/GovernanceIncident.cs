using System.Globalization;
using MultiLLM.Core.Gateway.Audit;

namespace MultiLLM.Core.Gateway.Governance.Reporting;

/// <summary>Something that went wrong, or was kept from happening. What repeats is one incident with its number.</summary>
public sealed record GovernanceIncident
{
    /// <summary>For example "model.crashed", "policy.blocked" or "limit.reached"; stable.</summary>
    public required string Kind { get; init; }

    /// <summary>A model, a rule, a limit; null: the service or the machine.</summary>
    public string? Subject { get; init; }

    /// <summary>Public id of the key it happened to; null: to none, or to all.</summary>
    public string? KeyId { get; init; }
    public required DateTimeOffset First { get; init; }
    public required DateTimeOffset Last { get; init; }
    public required long Count { get; init; }

    /// <summary>Of the last time, one sentence.</summary>
    public required string Message { get; init; }
}

/// <summary>Counts audit entries that tell of the same subject and key.</summary>
internal sealed class IncidentTally(string kind)
{
    private const int Most = 500;
    private const string Others = "others";

    private readonly Dictionary<(string? Subject, string? Key), GovernanceIncident> _incidents = [];

    public IReadOnlyList<GovernanceIncident> All => [.. _incidents.Values];

    public void Add(AuditRecord record, string? subject, string message)
    {
        var id = (subject, record.Entry.KeyId);
        if (_incidents.Count >= Most && !_incidents.ContainsKey(id))
            id = (Others, null);
        _incidents[id] = _incidents.TryGetValue(id, out var before)
            ? before with { Last = record.Time, Count = before.Count + Times(record), Message = message }
            : new GovernanceIncident { Kind = kind, Subject = id.Item1, KeyId = id.Item2, First = record.Time, Last = record.Time, Count = Times(record), Message = message };
    }

    /// <summary>An entry may stand for several acts, see <see cref="RepeatedActs"/>.</summary>
    public static long Times(AuditRecord record) =>
        record.Entry.Details.TryGetValue("count", out var count) && long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var times) ? times : 1;
}
