namespace MultiLLM.Contracts.Api;

/// <summary>Answer of <c>GET /governance/models</c>.</summary>
/// <param name="ApprovedOnly">Only approved models answer.</param>
/// <param name="Models">By id.</param>
public sealed record GovernedModelList(bool ApprovedOnly, IReadOnlyList<GovernedModelInfo> Models);

/// <summary>A model, and what was decided about it.</summary>
public sealed record GovernedModelInfo
{
    public required string Id { get; init; }

    /// <summary>"chat", "code" or "embedding".</summary>
    public required string Kind { get; init; }
    public string? License { get; init; }
    public string? Source { get; init; }

    /// <summary>SHA-256 of its file; absent: not known yet, or it lies elsewhere.</summary>
    public string? Digest { get; init; }
    public required long SizeBytes { get; init; }

    /// <summary>"none", "valid", "rejected", "expired", "void" (the file has changed) or "unknown" (the file is still being read).</summary>
    public required string Standing { get; init; }
    public ApprovalInfo? Approval { get; init; }
}

/// <summary>Answer of <c>GET /governance/approvals</c>.</summary>
public sealed record ApprovalList(IReadOnlyList<ApprovalInfo> Approvals);

/// <summary>What somebody decided about a model's file.</summary>
public sealed record ApprovalInfo
{
    public required string ModelId { get; init; }

    /// <summary>"approved" or "rejected".</summary>
    public required string Verdict { get; init; }
    public string? Digest { get; init; }
    public string? License { get; init; }
    public string? Source { get; init; }

    /// <summary>Empty: all.</summary>
    public required IReadOnlyList<string> Tasks { get; init; }
    public required IReadOnlyList<string> Keys { get; init; }
    public required IReadOnlyList<string> Roles { get; init; }
    public DateTimeOffset? Until { get; init; }
    public string? Note { get; init; }
    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>Body of <c>POST /governance/approvals</c>.</summary>
public sealed record ApprovalRequest
{
    public required string ModelId { get; init; }

    /// <summary>"approved" (default) or "rejected".</summary>
    public string? Verdict { get; init; }
    public IReadOnlyList<string>? Tasks { get; init; }
    public IReadOnlyList<string>? Keys { get; init; }

    /// <summary>"read_only", "user" or "admin".</summary>
    public IReadOnlyList<string>? Roles { get; init; }
    public DateTimeOffset? Until { get; init; }
    public string? Note { get; init; }

    /// <summary>Where neither the file nor the catalog names one.</summary>
    public string? License { get; init; }

    /// <summary>Only where the file has this digest.</summary>
    public string? Digest { get; init; }
}

/// <summary>Answer of <c>GET /governance/report</c>.</summary>
public sealed record GovernanceReportInfo
{
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public required bool ApprovedOnly { get; init; }
    public required IReadOnlyList<GovernedModelInfo> Models { get; init; }
    public required IReadOnlyList<ModelUseInfo> Uses { get; init; }
    public required IReadOnlyList<ActCountInfo> Acts { get; init; }

    /// <summary>What went wrong or was kept from happening, in the order in which it began.</summary>
    public required IReadOnlyList<GovernanceIncidentInfo> Incidents { get; init; }

    /// <summary>Tables of areas of the service: "keys", "policy", "policy_decisions", "policy_changes", "limits", "backends".</summary>
    public required IReadOnlyList<GovernancePartInfo> Parts { get; init; }
    public required IReadOnlyList<GovernedSettingInfo> Settings { get; init; }
    public required GovernanceEvidenceInfo Evidence { get; init; }
}

/// <param name="By">"model", "task" or "key".</param>
/// <param name="Name">Of it; "none" for requests without one.</param>
/// <param name="Requests">In the period.</param>
/// <param name="Failed">Of them.</param>
/// <param name="Refused">Of them.</param>
/// <param name="PromptTokens">Read.</param>
/// <param name="CompletionTokens">Written.</param>
public sealed record ModelUseInfo(string By, string Name, long Requests, long Failed, long Refused, long PromptTokens, long CompletionTokens);

/// <summary>What the audit log tells of the period; an entry that tells of several acts counts as so many.</summary>
public sealed record ActCountInfo(string Action, string Outcome, long Count);

/// <summary>What repeats is one incident with its number.</summary>
public sealed record GovernanceIncidentInfo
{
    /// <summary>For example "model.crashed", "policy.blocked" or "limit.reached"; stable.</summary>
    public required string Kind { get; init; }

    /// <summary>A model, a rule, a limit; absent: the service or the machine.</summary>
    public string? Subject { get; init; }

    /// <summary>Public id of the key it happened to; absent: to none, or to all.</summary>
    public string? Key { get; init; }
    public required DateTimeOffset First { get; init; }
    public required DateTimeOffset Last { get; init; }
    public required long Count { get; init; }

    /// <summary>Of the last time, one sentence.</summary>
    public required string Message { get; init; }
}

/// <summary>A table of one area.</summary>
/// <param name="Id">Stable.</param>
/// <param name="Title">For people.</param>
/// <param name="Summary">The gist.</param>
/// <param name="Columns">The first one names the rows.</param>
/// <param name="Rows">As many cells as columns. Cells of numbers are digits, those of times ISO 8601 in UTC; null: the column says what that means.</param>
/// <param name="Problem">What is wrong with the area, or why rows are missing; absent: nothing.</param>
public sealed record GovernancePartInfo(
    string Id, string Title, string Summary, IReadOnlyList<GovernanceColumnInfo> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows, string? Problem = null);

/// <param name="Title">For people.</param>
/// <param name="Kind">"text", "number" or "time".</param>
/// <param name="Empty">What a cell without a value means.</param>
public sealed record GovernanceColumnInfo(string Title, string Kind, string? Empty = null);

public sealed record GovernedSettingInfo(string Name, string Value, string Meaning);

/// <summary>Why the report can be believed.</summary>
public sealed record GovernanceEvidenceInfo
{
    public AuditVerificationInfo? Verification { get; init; }

    /// <summary>Why the log could not be checked.</summary>
    public string? Problem { get; init; }

    /// <summary>The log's signed end; kept with the report it proves later that nothing was changed since.</summary>
    public AuditCheckpointInfo? Checkpoint { get; init; }

    /// <summary>Entries the log lacks since the service started.</summary>
    public required long Lost { get; init; }
}
