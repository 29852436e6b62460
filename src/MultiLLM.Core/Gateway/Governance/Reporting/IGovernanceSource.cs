using MultiLLM.Core.Gateway.Audit;

namespace MultiLLM.Core.Gateway.Governance.Reporting;

/// <summary>An area of the service that has something to tell an auditor. The report knows no area by itself.</summary>
public interface IGovernanceSource
{
    IGovernanceTale Begin(DateTimeOffset from, DateTimeOffset to);
}

/// <summary>What one area has to tell of one period. One caller at a time.</summary>
public interface IGovernanceTale
{
    /// <summary>Each entry of the audit log in the period, the oldest first, before <see cref="TellAsync"/>.</summary>
    void Hear(AuditRecord record)
    {
    }

    /// <summary>What cannot be read is a part's <see cref="GovernancePart.Problem"/>: the rest of the report is made all the same.</summary>
    ValueTask<AreaReport> TellAsync(CancellationToken cancellationToken);
}

/// <param name="Parts">In the order of the report.</param>
/// <param name="Incidents">Of the period.</param>
public sealed record AreaReport(IReadOnlyList<GovernancePart> Parts, IReadOnlyList<GovernanceIncident> Incidents);
