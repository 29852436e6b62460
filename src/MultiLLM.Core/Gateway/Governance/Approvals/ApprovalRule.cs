using Microsoft.Extensions.Options;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Access;
using MultiLLM.Core.Gateway.Governance.Digests;

namespace MultiLLM.Core.Gateway.Governance.Approvals;

/// <summary>Lets models be used as they were approved: this content, for these tasks, by these callers, until then.</summary>
internal sealed class ApprovalRule(IApprovals approvals, IModelDigests digests, IOptions<GovernanceOptions> options, TimeProvider time) : IModelRule
{
    private static readonly TimeSpan DigestsTake = TimeSpan.FromSeconds(10);

    public Error? Refusal(Caller caller, ModelDefinition model) => Refusal(caller, model, null);

    public Error? Refusal(Caller caller, ModelDefinition model, ModelTask? task)
    {
        var decision = approvals.Current?.GetValueOrDefault(model.Id);
        if (decision is { Verdict: ApprovalVerdict.Rejected })
            return No($"Model {model.Id} was rejected by {decision.By} on {decision.At:yyyy-MM-dd}{(decision.Note is { } note ? $": {note}" : ".")}");
        if (!options.Value.ApprovedOnly)
            return null;
        if (decision is null)
            return No($"Model {model.Id} is not approved, and only approved models may be used here. An administrator approves it with: multillm governance approve {model.Id}");
        return ApprovalCheck.Standing(decision, digests.Of(model), time.GetUtcNow()) switch
        {
            ApprovalStanding.Valid => Scope(decision, caller, task),
            ApprovalStanding.Unknown => No($"It is being checked whether the file of {model.Id} is the one that was approved.") with { RetryAfter = DigestsTake },
            ApprovalStanding.Expired => No($"The approval of {model.Id} ended on {decision.Until:yyyy-MM-dd}. An administrator renews it with: multillm governance approve {model.Id}"),
            _ => No($"The file of {model.Id} is not the one that was approved on {decision.At:yyyy-MM-dd}. An administrator looks at it and approves it anew: multillm governance approve {model.Id}"),
        };
    }

    private static Error? Scope(ModelApproval approval, Caller caller, ModelTask? task)
    {
        if (task is { } asked && approval.Tasks.Count > 0 && !approval.Tasks.Contains(EnumWords<ModelTask>.Of(asked)))
            return No($"Model {approval.ModelId} is approved for {string.Join(", ", approval.Tasks)}, and this was read as {EnumWords<ModelTask>.Of(asked)}.");
        var isForSome = approval.Keys.Count + approval.Roles.Count > 0;
        return !isForSome || (caller.KeyId is { } key && approval.Keys.Contains(key)) || approval.Roles.Contains(EnumWords<CallerRole>.Of(caller.Role))
            ? null
            : No($"Model {approval.ModelId} is not approved for this caller.");
    }

    private static Error No(string why) => new(ErrorCode.ModelNotApproved, why);
}
