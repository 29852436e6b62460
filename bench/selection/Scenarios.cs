using MultiLLM.SelectionBench.Machinery;
using MultiLLM.SelectionBench.World;

namespace MultiLLM.SelectionBench;

/// <summary>Constants were tuned on some machines and seeds; what is published comes from others.</summary>
internal static class Scenarios
{
    public static IEnumerable<Scenario> ToTuneOn(Rig rig) => All(rig, [Machine.Laptop(8), Machine.Server(16), Machine.Workstation(24)], [1, 2, 3, 4]);

    public static IEnumerable<Scenario> ToPublish(Rig rig) => All(
        rig, [Machine.Laptop(16), Machine.Laptop(24), Machine.Server(8), Machine.Server(24), Machine.Workstation(8), Machine.Workstation(16)], [101, 102, 103]);

    private static IEnumerable<Scenario> All(Rig rig, Machine[] machines, int[] seeds) =>
        from machine in machines
        from seed in seeds
        from isBusy in (bool[])[false, true]
        select new Scenario(machine, isBusy, seed, rig.Prompts, rig.Footprints);
}
