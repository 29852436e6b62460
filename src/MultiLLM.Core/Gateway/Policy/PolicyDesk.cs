using MultiLLM.Core.Gateway.Policy.Rules;
using MultiLLM.Core.Gateway.Policy.Scanning;

namespace MultiLLM.Core.Gateway.Policy;

internal sealed class PolicyDesk(PolicyBook book) : IPolicyDesk
{
    public PolicyView Current
    {
        get
        {
            var (policy, problem) = (book.Current.Policy, book.Current.Problem);
            return new PolicyView(policy?.Version, policy?.Digest, policy?.Path, problem, policy?.Rules.Select(View).ToList() ?? []);
        }
    }

    public PolicyTrial Try(byte[]? file, IReadOnlyList<string> texts, PolicyDirection direction)
    {
        var (policy, problems) = file is null ? (book.Current.Required, []) : book.Parse(file);
        if (policy is null)
            return new PolicyTrial(null, problems, []);
        // Whoever tries a policy wants to see all of it, whomever its rules are for.
        var rules = policy.Rules.Select(rule => rule.For(direction)).OfType<PolicyRule>().ToList();
        var scanner = new TextScanner(rules);
        return new PolicyTrial(policy.Version, [], [.. texts.Select(text => Hits(scanner, rules, text))]);
    }

    private static List<PolicyHit> Hits(TextScanner scanner, List<PolicyRule> rules, string text) =>
    [
        .. scanner.Scan(text).Select(finding => new PolicyHit(
            finding.Rule.Id, PolicyWords.Of(finding.Rule.Action), finding.Rule.DryRun, finding.What, finding.Start, finding.End, finding.Sign)),
        .. rules.Where(rule => rule.MaxCharacters < text.Length).Select(rule => new PolicyHit(
            rule.Id, PolicyWords.Of(rule.Action), rule.DryRun, "max_characters", rule.MaxCharacters!.Value, text.Length, null)),
    ];

    private static PolicyRuleView View(PolicyRule rule) => new(
        rule.Id, [.. rule.Detectors.Select(detector => detector.Name)], rule.Terms.Count, rule.MaxCharacters, PolicyWords.Of(rule.Direction), PolicyWords.Of(rule.Action), rule.DryRun);
}
