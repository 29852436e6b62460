using MultiLLM.Core.Gateway.Audit.Chain;
using MultiLLM.Core.Gateway.Audit.Verifying;
using MultiLLM.Core.Gateway.Governance.Approvals;

namespace MultiLLM.Core.Gateway.Governance.Reporting;

/// <summary>What somebody who audits the service has to know of a period. No text of a request is in it.</summary>
public sealed record GovernanceReport
{
    public required DateTimeOffset From { get; init; }

    /// <summary>Not included.</summary>
    public required DateTimeOffset To { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public required bool ApprovedOnly { get; init; }
    public required IReadOnlyList<GovernedModel> Models { get; init; }
    public required IReadOnlyList<ModelUse> Uses { get; init; }

    /// <summary>What the audit log tells, by action and outcome; an entry that tells of several acts counts as so many.</summary>
    public required IReadOnlyList<ActCount> Acts { get; init; }

    /// <summary>In the order in which they began.</summary>
    public required IReadOnlyList<GovernanceIncident> Incidents { get; init; }

    /// <summary>What areas of the service have to say: keys, policy, limits, other servers.</summary>
    public required IReadOnlyList<GovernancePart> Parts { get; init; }
    public required IReadOnlyList<GovernedSetting> Settings { get; init; }
    public required GovernanceEvidence Evidence { get; init; }
}

public sealed record GovernedModel
{
    public required string Id { get; init; }
    public required string Kind { get; init; }
    public string? License { get; init; }
    public string? Source { get; init; }
    public string? Digest { get; init; }
    public long SizeBytes { get; init; }
    public required ApprovalStanding Standing { get; init; }
    public ModelApproval? Approval { get; init; }
}

/// <summary>Requests of the period that have these in common; empty: they have none.</summary>
public sealed record ModelUse(string By, string Name, long Requests, long Failed, long Refused, long PromptTokens, long CompletionTokens);

public sealed record ActCount(string Action, string Outcome, long Count);

/// <summary>A setting that matters to an auditor.</summary>
public sealed record GovernedSetting(string Name, string Value, string Meaning);

/// <summary>Why the report can be believed.</summary>
public sealed record GovernanceEvidence
{
    public AuditVerification? Verification { get; init; }

    /// <summary>Why the log could not be checked; null: it was.</summary>
    public string? Problem { get; init; }

    /// <summary>The log's signed end as the report was made; kept with the report, it proves later that the log was not changed since.</summary>
    public Checkpoint? Checkpoint { get; init; }
    public long Lost { get; init; }
}
