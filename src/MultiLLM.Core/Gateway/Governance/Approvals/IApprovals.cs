using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Gateway.Governance.Approvals;

/// <summary>Decisions about models. Every one is in the audit log too, with those it replaced.</summary>
public interface IApprovals
{
    /// <summary>The decision in force, by model id; null: they cannot be read, so nothing counts as approved.</summary>
    IReadOnlyDictionary<string, ModelApproval>? Current { get; }

    /// <summary>Decides on an installed model; what was decided before is replaced. Reads its file where its digest is not known yet.</summary>
    ValueTask<Result<ModelApproval>> DecideAsync(string model, ApprovalOrder order, Caller caller, string? requestId, CancellationToken cancellationToken);

    /// <summary>As if nothing had ever been decided.</summary>
    Result<ModelApproval> Withdraw(string model, Caller caller, string? requestId);
}
