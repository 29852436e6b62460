using System.Diagnostics.Metrics;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Policy.Rules;
using MultiLLM.Core.Gateway.Policy.Scanning;
using MultiLLM.Core.Telemetry.Metrics;

namespace MultiLLM.Core.Gateway.Policy;

/// <summary>Tells what rules decide: to the audit log, the metrics and the request's own trail. Never what the text was.</summary>
internal sealed class PolicyVoice(IAuditLog audit, TelemetryMeter meter)
{
    private readonly Counter<long> _applied = meter.Counter("multillm.policy.applied", "{request}", "Requests to which a rule of the content policy applied.");

    public void Tell(ContentPolicy policy, Finding finding, PolicyDirection direction, Caller caller, string? requestId, PolicyTrail trail)
    {
        var rule = finding.Rule;
        if (!trail.Add(policy.Name, new AppliedRule(rule.Id, rule.Action, rule.DryRun, direction, finding.What)))
            return;
        _applied.Add(1, new("rule", rule.Id), new("action", rule.DryRun ? "dry_run" : PolicyWords.Of(rule.Action)), new("direction", PolicyWords.Of(direction)));
        audit.Append(AuditEntry.By(caller, AuditActions.PolicyApplied, rule.DryRun ? "allowed" : PolicyWords.Outcome(rule.Action), rule.Id, requestId) with
        {
            Details = Details(policy, finding, direction),
        });
    }

    private static Dictionary<string, string> Details(ContentPolicy policy, Finding finding, PolicyDirection direction)
    {
        var details = new Dictionary<string, string> { ["policy"] = policy.Name, ["what"] = finding.What, ["direction"] = PolicyWords.Of(direction) };
        if (finding.Rule.DryRun)
            details["dry_run"] = PolicyWords.Of(finding.Rule.Action);
        if (finding.Sign is { } sign)
            details["sign"] = sign;
        return details;
    }
}
