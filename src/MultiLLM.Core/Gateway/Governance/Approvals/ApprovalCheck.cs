using MultiLLM.Core.Gateway.Governance.Digests;

namespace MultiLLM.Core.Gateway.Governance.Approvals;

/// <summary>What a decision is worth now.</summary>
public enum ApprovalStanding
{
    /// <summary>Nothing was decided.</summary>
    None,
    Valid,
    Rejected,
    Expired,

    /// <summary>The file is another one than was decided on.</summary>
    Void,

    /// <summary>The file has not been read yet.</summary>
    Unknown,
}

internal static class ApprovalCheck
{
    public static ApprovalStanding Standing(ModelApproval? approval, ModelDigest? digest, DateTimeOffset now) => approval switch
    {
        null => ApprovalStanding.None,
        { Verdict: ApprovalVerdict.Rejected } => ApprovalStanding.Rejected,
        { Until: { } until } when until <= now => ApprovalStanding.Expired,
        _ when digest is null => ApprovalStanding.Unknown,
        _ => approval.Digest == digest.Sha256 ? ApprovalStanding.Valid : ApprovalStanding.Void,
    };
}
