using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Policy;
using MultiLLM.Core.Gateway.Policy.Detectors;
using MultiLLM.Core.Gateway.Policy.Rules;
using MultiLLM.Core.Gateway.Policy.Scanning;

namespace MultiLLM.PolicyBench;

/// <param name="Label">Kind of thing.</param>
/// <param name="Wanted">Cases that have one.</param>
/// <param name="Found">Those in which a detector of the kind saw something.</param>
internal sealed record LabelScore(string Label, int Wanted, int Found)
{
    public double Recall => Wanted == 0 ? 1 : (double)Found / Wanted;
}

/// <summary>Judges whole requests, as the service does, and compares kinds of things instead of single detectors.</summary>
/// <param name="Labels">Kind by kind.</param>
/// <param name="Missed">Cases in which one of their kinds was not seen.</param>
/// <param name="Alarms">Cases without labels in which something was seen.</param>
/// <param name="Harmless">How many cases have no label.</param>
internal sealed record IndependentEvaluation(IReadOnlyList<LabelScore> Labels, IReadOnlyList<IndependentCase> Missed, IReadOnlyList<(IndependentCase Case, string What)> Alarms, int Harmless)
{
    private static readonly string[] s_own = ["email", "phone", "iban", "payment_card"];

    public double FalseAlarms => Harmless == 0 ? 0 : (double)Alarms.Count / Harmless;

    /// <summary>Over all cases of these kinds.</summary>
    public double Recall(params ReadOnlySpan<string> labels)
    {
        var (wanted, found) = (0, 0);
        foreach (var score in Labels)
        {
            if (labels.Contains(score.Label))
                (wanted, found) = (wanted + score.Wanted, found + score.Found);
        }
        return wanted == 0 ? 1 : (double)found / wanted;
    }

    public static IndependentEvaluation Of(IReadOnlyList<IndependentCase> cases)
    {
        var catalog = DetectorCatalog.Load();
        var rule = new PolicyRule { Id = "all", Detectors = catalog.All, Direction = PolicyDirection.Input, Action = PolicyAction.Flag };
        var scanner = new TextScanner([rule]);
        var all = cases.Select(item => (Case: item, Seen: Seen(scanner, item))).ToList();
        return new IndependentEvaluation(
            [.. cases.SelectMany(item => item.Labels).Distinct().Order(StringComparer.Ordinal).Select(label => new LabelScore(
                label, cases.Count(item => item.Labels.Contains(label)), all.Count(pair => pair.Case.Labels.Contains(label) && Sees(catalog, pair.Seen, label))))],
            [.. all.Where(pair => pair.Case.Labels.Any(label => !Sees(catalog, pair.Seen, label))).Select(pair => pair.Case)],
            [.. all.Where(pair => pair.Case.Labels.Count == 0 && pair.Seen.Count > 0).Select(pair => (pair.Case, string.Join(", ", pair.Seen)))],
            cases.Count(item => item.Labels.Count == 0));
    }

    private static HashSet<string> Seen(TextScanner scanner, IndependentCase item)
    {
        var seen = new HashSet<string>();
        var judge = new InputJudge(new ContentPolicy { Version = "bench", Digest = "", Rules = scanner.Rules }, scanner, Caller.Library, finding => seen.Add(finding.What));
        ChatInput.Judge(judge, scanner, item.Messages, null);
        return seen;
    }

    private static bool Sees(DetectorCatalog catalog, HashSet<string> seen, string label) => seen.Any(name => catalog.Named(name)[0] is var detector && label switch
    {
        "secret" => detector.Group == DetectorGroups.Secrets,
        "card" => name == "payment_card",
        "iban" or "email" or "phone" => name == label,
        "national-id" or "plain-id" => detector.Group == DetectorGroups.Personal && !s_own.Contains(name),
        "network" => detector.Group == DetectorGroups.Network,
        "injection" => detector.Group is DetectorGroups.Injection or DetectorGroups.Exfiltration,
        _ => throw new InvalidDataException($"No kind is called \"{label}\"."),
    });
}
