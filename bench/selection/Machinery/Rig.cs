using MultiLLM.Core.Hosting;
using MultiLLM.SelectionBench.Prompts;
using MultiLLM.SelectionBench.World;

namespace MultiLLM.SelectionBench.Machinery;

/// <summary>What all simulations share; none of it changes.</summary>
internal sealed class Rig
{
    public MultiLLMOptions Options { get; } = new() { Home = "simulated" };
    public SimulatedFootprints Footprints { get; }
    public RecordedReadings Classifier { get; } = new();
    public IReadOnlyList<LabelledPrompt> Prompts { get; }

    public Rig()
    {
        Footprints = new SimulatedFootprints(Options);
        Prompts = LabelledPrompt.ReadFor(Classifier);
    }
}
