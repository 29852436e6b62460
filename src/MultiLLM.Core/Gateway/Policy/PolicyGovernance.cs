using MultiLLM.Core.Catalog;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Governance.Reporting;
using MultiLLM.Core.Gateway.Policy.Rules;
using static MultiLLM.Core.Gateway.Governance.Reporting.GovernanceCell;

namespace MultiLLM.Core.Gateway.Policy;

/// <summary>Tells an auditor which content policy is in force and what each rule of the period's policies decided.</summary>
internal sealed class PolicyGovernance(PolicyBook book) : IGovernanceSource
{
    private const int MostNamed = 3;

    private static readonly GovernanceColumn[] s_rules = [new("Rule"), new("Mode"), new("Direction"), new("Looks for"), new("For")];

    private static readonly GovernanceColumn[] s_decisions =
    [
        new("Rule"), new("Policy"), new("In force"), new("Blocked", ColumnKind.Number), new("Masked", ColumnKind.Number), new("Flagged", ColumnKind.Number),
        new("Let pass", ColumnKind.Number), new("Only reported", ColumnKind.Number),
    ];

    private static readonly GovernanceColumn[] s_changes = [new("Time", ColumnKind.Time), new("Outcome"), new("Policy"), new("Digest or reason"), new("Before", Empty: "–")];

    public IGovernanceTale Begin(DateTimeOffset from, DateTimeOffset to) => new Tale(book.Current);

    private sealed class Tale(PolicyState state) : IGovernanceTale
    {
        private const int MostRules = 2000;
        private const int MostChanges = 100;

        private readonly IncidentTally _blocked = new("policy.blocked");
        private readonly Dictionary<(string Policy, string Rule), RuleCounts> _counts = [];
        private readonly Queue<string?[]> _changes = [];
        private int _changed;

        public void Hear(AuditRecord record)
        {
            var (entry, details) = (record.Entry, record.Entry.Details);
            if (entry.Action == AuditActions.PolicyChanged)
                Changed(record);
            if (entry is not { Action: AuditActions.PolicyApplied, Subject: { } rule } || !details.TryGetValue("policy", out var policy))
                return;
            if (_counts.ContainsKey((policy, rule)) || _counts.Count < MostRules)
                _counts[(policy, rule)] = _counts.GetValueOrDefault((policy, rule)).With(entry.Outcome, isDryRun: details.ContainsKey("dry_run"));
            if (entry.Outcome == PolicyWords.Outcome(PolicyAction.Block))
                _blocked.Add(record, rule, $"{(details.GetValueOrDefault("direction") == "output" ? "An answer" : "A request")} was blocked: {details.GetValueOrDefault("what")}, by the policy {policy}.");
        }

        public ValueTask<AreaReport> TellAsync(CancellationToken cancellationToken)
        {
            var (inForce, name) = (state.Policy?.Rules ?? [], state.Policy?.Name ?? "");
            var gone = _counts.Keys.Where(rule => rule.Policy != name || inForce.All(known => known.Id != rule.Rule)).Order();
            List<IReadOnlyList<string?>> decisions = [.. inForce.Select(rule => Decisions(name, rule.Id, "yes")), .. gone.Select(rule => Decisions(rule.Policy, rule.Rule, "no"))];
            return ValueTask.FromResult(new AreaReport(
                [
                    new GovernancePart("policy", "Content policy", Summary(), s_rules, [.. inForce.Select(Row)]) { Problem = state.Problem },
                    new GovernancePart("policy_decisions", "Decisions of the content policy", DecisionSummary(), s_decisions, decisions),
                    new GovernancePart("policy_changes", "Changes of the content policy", ChangeSummary(), s_changes, [.. _changes]),
                ],
                _blocked.All));
        }

        private string Summary()
        {
            if (state.Policy is not { } policy)
                return "No policy can be applied, so every request is refused.";
            var dry = policy.Rules.Count(rule => rule.DryRun);
            var mode = dry == 0 ? "all of them are applied" : dry == policy.Rules.Count ? "all of them only report (dry run)" : $"{dry} of them only {(dry == 1 ? "reports" : "report")} (dry run), the others are applied";
            return $"Policy {policy.Version} is in force, digest {policy.Digest}, {(policy.Path is { } path ? $"from {path}" : "built in")}. Rules: {policy.Rules.Count}; {mode}.";
        }

        private string DecisionSummary() =>
            $"Blocked {_counts.Values.Sum(rule => rule.Blocked)}, masked {_counts.Values.Sum(rule => rule.Masked)}, flagged {_counts.Values.Sum(rule => rule.Flagged)}, "
            + $"only reported {_counts.Values.Sum(rule => rule.Reported)} in the period. In one request, a rule counts once for each kind of thing that it finds.";

        private string ChangeSummary() =>
            $"{_changed} in the period{(_changed > MostChanges ? $", of which the last {MostChanges} are shown" : "")}. A refused one changed nothing.";

        private static string?[] Row(PolicyRule rule) =>
            [rule.Id, PolicyWords.Of(rule.Action) + (rule.DryRun ? " (dry run)" : ""), PolicyWords.Of(rule.Direction), LooksFor(rule), For(rule)];

        private string?[] Decisions(string policy, string rule, string isInForce)
        {
            var counts = _counts.GetValueOrDefault((policy, rule));
            return [rule, policy, isInForce, Of(counts.Blocked), Of(counts.Masked), Of(counts.Flagged), Of(counts.Allowed), Of(counts.Reported)];
        }

        private static string LooksFor(PolicyRule rule)
        {
            var what = rule.Detectors.GroupBy(detector => detector.Group)
                .SelectMany(group => group.Count() <= MostNamed ? group.Select(detector => detector.Name) : [$"{group.Key} ({group.Count()} detectors)"]).ToList();
            if (rule.Terms.Count > 0)
                what.Add(rule.Terms.Count == 1 ? "1 term" : $"{rule.Terms.Count} terms");
            if (rule.MaxCharacters is { } most)
                what.Add($"more than {most} characters");
            return string.Join(", ", what);
        }

        private static string For(PolicyRule rule)
        {
            (string What, string? Who)[] scope = [("keys", List(rule.Keys)), ("roles", List(rule.Roles?.Select(EnumWords<CallerRole>.Of))), ("models", List(rule.Models))];
            return string.Join("; ", scope.Where(part => part.Who is not null).Select(part => $"{part.What} {part.Who}")) is { Length: > 0 } words ? words : "everybody";
        }

        private void Changed(AuditRecord record)
        {
            var (entry, details) = (record.Entry, record.Entry.Details);
            _changes.Enqueue(
            [
                Of(record.Time), entry.Outcome == "done" ? "in force" : entry.Outcome, entry.Subject, details.GetValueOrDefault("digest") ?? details.GetValueOrDefault("problem"),
                details.GetValueOrDefault("before"),
            ]);
            _changed++;
            if (_changes.Count > MostChanges)
                _changes.Dequeue();
        }
    }

    private readonly record struct RuleCounts(long Blocked, long Masked, long Flagged, long Allowed, long Reported)
    {
        public RuleCounts With(string outcome, bool isDryRun) => (isDryRun, outcome) switch
        {
            (true, _) => this with { Reported = Reported + 1 },
            (_, "blocked") => this with { Blocked = Blocked + 1 },
            (_, "masked") => this with { Masked = Masked + 1 },
            (_, "flagged") => this with { Flagged = Flagged + 1 },
            _ => this with { Allowed = Allowed + 1 },
        };
    }
}
