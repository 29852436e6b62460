using MultiLLM.Core.Gateway.Policy.Detectors;
using MultiLLM.Core.Gateway.Policy.Rules;
using MultiLLM.Core.Gateway.Policy.Scanning;

namespace MultiLLM.PolicyBench;

/// <param name="Name">Of the detector.</param>
/// <param name="Group">Its group.</param>
/// <param name="Wanted">Cases in which it must see something.</param>
/// <param name="Found">Those in which it did.</param>
/// <param name="False">Harmless cases in which it saw something.</param>
internal sealed record DetectorScore(string Name, string Group, int Wanted, int Found, int False)
{
    public double Recall => Wanted == 0 ? 1 : (double)Found / Wanted;
}

/// <param name="Detectors">One by one.</param>
/// <param name="Missed">Cases in which something was not seen.</param>
/// <param name="Alarms">Harmless cases in which something was.</param>
/// <param name="Harmless">How many harmless cases there are.</param>
internal sealed record Evaluation(IReadOnlyList<DetectorScore> Detectors, IReadOnlyList<PolicyCase> Missed, IReadOnlyList<(PolicyCase Case, string What)> Alarms, int Harmless)
{
    public double FalseAlarms => Harmless == 0 ? 0 : (double)Alarms.Count / Harmless;

    /// <summary>Over all cases of these detectors.</summary>
    public double Recall(Func<DetectorScore, bool> of)
    {
        var some = Detectors.Where(of).ToList();
        return some.Sum(score => score.Wanted) is var wanted and > 0 ? (double)some.Sum(score => score.Found) / wanted : 1;
    }

    public static Evaluation Of(IReadOnlyList<PolicyCase> cases)
    {
        var catalog = DetectorCatalog.Load();
        var scanner = new TextScanner([new PolicyRule { Id = "all", Detectors = catalog.All, Direction = PolicyDirection.Input, Action = PolicyAction.Flag }]);
        var seen = cases.Select(item => scanner.Scan(item.Text).Select(finding => finding.What).ToHashSet()).ToList();
        var all = cases.Zip(seen).ToList();
        return new Evaluation(
            [.. catalog.All.Select(detector => new DetectorScore(
                detector.Name, detector.Group,
                cases.Count(item => item.Expect.Contains(detector.Name)),
                all.Count(pair => pair.First.Expect.Contains(detector.Name) && pair.Second.Contains(detector.Name)),
                all.Count(pair => pair.First.Expect.Count == 0 && pair.Second.Contains(detector.Name))))],
            [.. all.Where(pair => pair.First.Expect.Any(name => !pair.Second.Contains(name))).Select(pair => pair.First)],
            [.. all.Where(pair => pair.First.Expect.Count == 0 && pair.Second.Count > 0).Select(pair => (pair.First, string.Join(", ", pair.Second)))],
            cases.Count(item => item.Expect.Count == 0));
    }
}
