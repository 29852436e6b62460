using System.Globalization;
using MultiLLM.SelectionBench.Machinery;
using MultiLLM.SelectionBench.World;

namespace MultiLLM.SelectionBench;

/// <summary>The tables. Every scenario counts the same.</summary>
internal sealed class Report(IReadOnlyList<ScenarioResult> results)
{
    private const double Hurried = 3;
    private const double Patient = 30;

    private readonly IReadOnlyList<string> _policies = [.. results[0].Outcomes.Select(outcome => outcome.Policy)];

    /// <summary>Those that could be had.</summary>
    private readonly IReadOnlyList<string> _real = [.. results[0].Outcomes.Select(outcome => outcome.Policy).Where(policy => policy != Bench.Oracle && !Bench.Hypothetical.Contains(policy))];

    public void Write(TextWriter to)
    {
        var answers = results.Sum(result => result.Outcomes[0].Outcome.Answers.Count);
        Line(to, $"{results.Count} scenarios, {answers} requests.");
        Line(to, $"");
        Overall(to);
        Line(to, $"");
        ByMachine(to);
        Line(to, $"");
        ByYardstick(to);
    }

    private void Overall(TextWriter to)
    {
        Line(to, $"| | quality | seconds, mean | seconds, p95 | swaps in 100 requests | utility | regret | times ours |");
        Line(to, $"|---|---:|---:|---:|---:|---:|---:|---:|");
        var ours = Regret(results, Bench.Ours, Yardstick.Usual);
        foreach (var policy in _policies)
        {
            var outcomes = results.Select(result => Of(result, policy)).ToList();
            var regret = Regret(results, policy, Yardstick.Usual);
            Line(to, $"| {policy} | {outcomes.Average(Quality):0.00} | {outcomes.Average(MeanSeconds):0.0} | {outcomes.Average(P95Seconds):0.0} | {outcomes.Average(outcome => outcome.SwapsPerHundred):0.0} | {outcomes.Average(outcome => outcome.Worth(Yardstick.Usual)):0.000} | {regret:0.000} | {regret / ours:0.0}x |");
        }
    }

    private void ByMachine(TextWriter to)
    {
        Line(to, $"| regret | {string.Join(" | ", _real)} |");
        Line(to, $"|---|{string.Concat(_real.Select(_ => "---:|"))}");
        foreach (var machine in results.GroupBy(result => $"{result.Scenario.Machine.Name}, {(result.Scenario.IsBusy ? "busy" : "quiet")}"))
            Line(to, $"| {machine.Key} | {string.Join(" | ", _real.Select(policy => Text(Regret([.. machine], policy, Yardstick.Usual))))} |");
    }

    /// <summary>Utility and no regret: the oracle looked for the best under the usual patience only.</summary>
    private void ByYardstick(TextWriter to)
    {
        Line(to, $"| utility if people were | {string.Join(" | ", _real)} |");
        Line(to, $"|---|{string.Concat(_real.Select(_ => "---:|"))}");
        foreach (var (name, yardstick) in new[] { ("hurried", new Yardstick(Hurried)), ("as assumed", Yardstick.Usual), ("patient", new Yardstick(Patient)) })
            Line(to, $"| {name}, {yardstick.PatienceSeconds:0} s | {string.Join(" | ", _real.Select(policy => Text(results.Average(result => Of(result, policy).Worth(yardstick)))))} |");
    }

    private static double Regret(IReadOnlyList<ScenarioResult> results, string policy, Yardstick yardstick) =>
        results.Average(result => Of(result, Bench.Oracle).Worth(yardstick) - Of(result, policy).Worth(yardstick));

    private static Outcome Of(ScenarioResult result, string policy) => result.Outcomes.First(outcome => outcome.Policy == policy).Outcome;

    private static double Quality(Outcome outcome) => outcome.Answers.Average(answer => answer.Quality);

    private static double MeanSeconds(Outcome outcome) => outcome.Answers.Average(answer => answer.EndedAt - answer.CameAt);

    private static double P95Seconds(Outcome outcome) =>
        outcome.Answers.Select(answer => answer.EndedAt - answer.CameAt).Order().ElementAt((int)Math.Ceiling(0.95 * outcome.Answers.Count) - 1);

    private static string Text(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static void Line(TextWriter to, FormattableString line) => to.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
