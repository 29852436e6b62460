using MultiLLM.SelectionBench.Machinery;
using MultiLLM.SelectionBench.World;

namespace MultiLLM.SelectionBench;

/// <summary>Constants were tuned on some machines and seeds; what is published comes from others.</summary>
internal static class Scenarios
{
    public static IEnumerable<Scenario> ToTuneOn(Rig rig) => All(rig, 1, 8, [Machine.Laptop(8), Machine.Server(16), Machine.Workstation(24)]);

    public static IEnumerable<Scenario> ToPublish(Rig rig) => All(
        rig, 1001, 4, [Machine.Laptop(16), Machine.Laptop(24), Machine.Server(8), Machine.Server(24), Machine.Workstation(8), Machine.Workstation(16)]);

    /// <summary>Each with models, requests and truth of its own.</summary>
    private static IEnumerable<Scenario> All(Rig rig, int firstSeed, int repetitions, Machine[] machines) =>
        (from machine in machines from isBusy in (bool[])[false, true] from _ in Enumerable.Range(0, repetitions) select (machine, isBusy))
        .Select((setting, index) => new Scenario(setting.machine, setting.isBusy, firstSeed + index, rig.Prompts, rig.Footprints));
}
