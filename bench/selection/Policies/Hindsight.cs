using MultiLLM.SelectionBench.Machinery;
using MultiLLM.SelectionBench.World;

namespace MultiLLM.SelectionBench.Policies;

/// <summary>
/// The oracle: the best assignment of models to requests that was found in hindsight. It begins with the best that any policy did, one of which looked one
/// request ahead and knew everything, and then changes single requests and runs of requests, simulates the whole scenario again, and keeps what is worth more in
/// all. So it knows what will be asked, true qualities, lengths and times, and what each choice costs others. It is no proof that nothing better exists.
/// </summary>
internal static class Hindsight
{
    private const int LongestRun = 16;

    public static Outcome Improve(Scenario scenario, Rig rig, Outcome best, Yardstick yardstick, int tries)
    {
        var chance = new Chance(scenario.Seed + 7);
        var (assignment, worth) = (best.Assignment, best.Worth(yardstick));
        for (var i = 0; i < tries; i++)
        {
            var changed = Changed(assignment, scenario.Models.Count, chance);
            if (changed.AsSpan().SequenceEqual(assignment))
                continue;
            var outcome = Simulation.Run(scenario, rig, (_, _) => new GivenPolicy(changed));
            if (outcome.Worth(yardstick) is var reached && reached > worth)
                (best, assignment, worth) = (outcome, changed, reached);
        }
        return best;
    }

    /// <summary>One request to another model; or all of one model's in a run, since a load pays for several.</summary>
    private static int[] Changed(int[] assignment, int models, Chance chance)
    {
        var changed = (int[])assignment.Clone();
        var start = chance.Below(assignment.Length);
        var (from, to) = (assignment[start], chance.Below(models));
        var length = chance.Uniform() < 0.6 ? 1 : 2 + chance.Below(LongestRun - 1);
        for (var i = start; i < Math.Min(start + length, changed.Length); i++)
        {
            if (changed[i] == from)
                changed[i] = to;
        }
        return changed;
    }
}
