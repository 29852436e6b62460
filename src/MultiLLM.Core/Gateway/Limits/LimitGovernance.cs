using System.Globalization;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Governance.Reporting;
using MultiLLM.Core.Gateway.Keys;
using static MultiLLM.Core.Gateway.Governance.Reporting.GovernanceCell;

namespace MultiLLM.Core.Gateway.Limits;

/// <summary>Tells an auditor what keys may use, how much of it they have used, and when they were held to it.</summary>
internal sealed class LimitGovernance(IKeys keys, ILimits limits, TimeProvider time) : IGovernanceSource
{
    private static readonly GovernanceColumn[] s_columns =
    [
        new("Key"), new("Name"), new("Limit"), new("Allowed", ColumnKind.Number), new("Used", ColumnKind.Number, "does not fill up"), new("Set aside", ColumnKind.Number, "–"),
        new("Used of it", Empty: "–"), new("Begins anew", ColumnKind.Time, "–"), new("Refusals in the period", ColumnKind.Number),
    ];

    public IGovernanceTale Begin(DateTimeOffset from, DateTimeOffset to) => new Tale(keys, limits, time);

    private sealed class Tale(IKeys keys, ILimits limits, TimeProvider time) : IGovernanceTale
    {
        private readonly IncidentTally _reached = new(AuditActions.LimitReached);

        public void Hear(AuditRecord record)
        {
            if (record.Entry.Action == AuditActions.LimitReached)
                _reached.Add(record, record.Entry.Subject, record.Entry.Details.GetValueOrDefault("message") ?? "");
        }

        public async ValueTask<AreaReport> TellAsync(CancellationToken cancellationToken)
        {
            var known = await keys.ListAsync(cancellationToken);
            var active = (known.Value ?? []).Where(key => key.IsActiveAt(time.GetUtcNow())).ToList();
            var (rows, problem, free) = (new List<IReadOnlyList<string?>>(), known.Error?.Message, 0);
            foreach (var key in active)
            {
                var standing = await limits.OfAsync(key.Id, key.Limits, cancellationToken);
                problem ??= standing.Error?.Message;
                free += standing.Value is { Count: 0 } ? 1 : 0;
                rows.AddRange((standing.Value ?? []).Select(limit => Row(key, limit)));
            }
            var summary = $"{active.Count - free} of {active.Count} active keys have limits. How they stand now; budgets are counted in calendar days and months, UTC.";
            return new AreaReport([new GovernancePart("limits", "Limits", summary, s_columns, rows) { Problem = problem }], _reached.All);
        }

        private string?[] Row(ApiKey key, LimitStanding limit)
        {
            var name = LimitErrors.Name(limit.Kind);
            var fills = limit.Kind is not (LimitKind.MaxPromptTokens or LimitKind.MaxAnswerTokens);
            return
            [
                key.Id, key.Name, name, Of(limit.Limit), fills ? Of(limit.Used) : null, fills ? Of(limit.Reserved) : null,
                fills && limit.Limit > 0 ? string.Create(CultureInfo.InvariantCulture, $"{100.0 * limit.Used / limit.Limit:0.#} %") : null,
                Of(limit.ResetsAt), Of(_reached.All.Where(reached => reached.KeyId == key.Id && reached.Subject == name).Sum(reached => reached.Count)),
            ];
        }
    }
}
