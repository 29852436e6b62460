using MultiLLM.SelectionBench.Machinery;
using MultiLLM.SelectionBench.Policies;
using MultiLLM.SelectionBench.World;

namespace MultiLLM.SelectionBench;

/// <summary>All scenarios under all ways to choose.</summary>
internal static class Bench
{
    public const string Oracle = "oracle, in hindsight";
    public const string Ours = "MultiLLM";

    /// <summary>Not to be had: they show where our regret comes from.</summary>
    public static readonly IReadOnlyList<string> Hypothetical = ["MultiLLM's ranker, told the truth", "MultiLLM, were every request read right"];

    private static readonly (string Name, Func<Scenario, Rig, Func<SimulatedMachine, SimulatedTime, IPolicy>> Make)[] Policies =
    [
        (Ours, (scenario, rig) => (machine, time) => new OurPolicy(new Service(scenario, rig, machine, time))),
        (Hypothetical[1], (scenario, rig) => (machine, time) => new OurPolicy(new Service(scenario, rig, machine, time), readsRight: true)),
        (Hypothetical[0], (scenario, rig) => (machine, time) => new TruthfulPolicy(scenario, new Service(scenario, rig, machine, time))),
        ("best quality that fits", (scenario, rig) => (machine, time) => new BestQualityPolicy(scenario, new Service(scenario, rig, machine, time))),
        ("fastest loaded", (scenario, rig) => (machine, time) => new FastestLoadedPolicy(scenario, new Service(scenario, rig, machine, time))),
        ("always the largest", (scenario, _) => (_, _) => Baselines.Largest(scenario)),
        ("always the smallest", (scenario, _) => (_, _) => Baselines.Smallest(scenario)),
        ("random", (scenario, _) => (_, _) => new RandomPolicy(scenario)),
        ("round-robin", (scenario, _) => (_, _) => new RoundRobinPolicy(scenario)),
    ];

    public static void Run(bool tuning, int tries, TextWriter to)
    {
        var rig = new Rig();
        var scenarios = (tuning ? Scenarios.ToTuneOn(rig) : Scenarios.ToPublish(rig)).ToList();
        var results = scenarios.AsParallel().AsOrdered().Select(scenario => Simulate(scenario, rig, tries)).ToList();
        new Report(results).Write(to);
    }

    private static ScenarioResult Simulate(Scenario scenario, Rig rig, int tries)
    {
        var outcomes = Policies.Select(policy => (policy.Name, Outcome: Simulation.Run(scenario, rig, policy.Make(scenario, rig)))).ToList();
        var best = outcomes.MaxBy(outcome => outcome.Outcome.Worth(Yardstick.Usual)).Outcome;
        var oracle = Hindsight.Improve(scenario, rig, best, Yardstick.Usual, tries);
        return new ScenarioResult(scenario, [(Oracle, oracle), .. outcomes]);
    }
}

/// <param name="Scenario">What was simulated.</param>
/// <param name="Outcomes">By the name of the way to choose, the oracle first.</param>
internal sealed record ScenarioResult(Scenario Scenario, IReadOnlyList<(string Policy, Outcome Outcome)> Outcomes);
