using MultiLLM.Core.Catalog;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Governance.Reporting;
using static MultiLLM.Core.Gateway.Governance.Reporting.GovernanceCell;

namespace MultiLLM.Core.Gateway.Keys;

/// <summary>Tells an auditor who may use the service, and who tried without being let in.</summary>
internal sealed class KeyGovernance(IKeys keys, TimeProvider time) : IGovernanceSource
{
    private static readonly GovernanceColumn[] s_columns =
    [
        new("Key"), new("Name"), new("Role"), new("State"), new("Models", Empty: "all"), new("Created", ColumnKind.Time), new("New secret", ColumnKind.Time, "never"),
        new("Last used", ColumnKind.Time, "never"), new("Expires", ColumnKind.Time, "never"), new("Revoked", ColumnKind.Time, "no"),
    ];

    public IGovernanceTale Begin(DateTimeOffset from, DateTimeOffset to) => new Tale(keys, time);

    private sealed class Tale(IKeys keys, TimeProvider time) : IGovernanceTale
    {
        private readonly IncidentTally _refused = new(AuditActions.AccessRefused);

        public void Hear(AuditRecord record)
        {
            if (record.Entry is { Action: AuditActions.AccessRefused, Details: var details })
            {
                _refused.Add(record, details.GetValueOrDefault("reason"), $"Refused from {details.GetValueOrDefault("address")}: {record.Entry.Subject ?? "a path that does not exist"}.");
            }
        }

        public async ValueTask<AreaReport> TellAsync(CancellationToken cancellationToken)
        {
            var known = await keys.ListAsync(cancellationToken);
            var now = time.GetUtcNow();
            var all = known.Value ?? [];
            return new AreaReport(
                [
                    new GovernancePart("keys", "Keys", $"{all.Count(key => key.IsActiveAt(now))} of {all.Count} are active. Secrets are not part of this report: the service does not know them.",
                        s_columns, [.. all.Select(key => Row(key, now))]) { Problem = known.Error?.Message },
                ],
                _refused.All);
        }

        private static string?[] Row(ApiKey key, DateTimeOffset now) =>
        [
            key.Id, key.Name, EnumWords<CallerRole>.Of(key.Role), key.StatusAt(now), List(key.Models), Of(key.CreatedAt), Of(key.RotatedAt), Of(key.LastUsedAt), Of(key.ExpiresAt),
            Of(key.RevokedAt),
        ];
    }
}
