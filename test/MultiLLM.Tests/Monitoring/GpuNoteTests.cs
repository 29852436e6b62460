using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Monitoring;

namespace MultiLLM.Tests.Monitoring;

public sealed class GpuNoteTests
{
    private static readonly GpuDevice Card = new(0, "nvidia", "NVIDIA X", 8, 7, null);
    private static readonly Hello ProcessorOnly = new() { Devices = { "CPU: Y" } };
    private static readonly Hello WithGpu = new() { Gpus = { new EngineGpu { Name = "CUDA0", Description = "NVIDIA X" } } };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_NoGpu_SaysSo(bool enabled)
    {
        Assert.Equal("There is no GPU; models run on the processor.", GpuNote.Of(enabled, ProcessorOnly, []));
        Assert.Equal("There is no GPU; models run on the processor.", GpuNote.Of(enabled, null, []));
    }

    [Fact]
    public void Of_EngineWithoutCodeForIt_SaysSo() => Assert.Equal(
        "There is NVIDIA X, but the installed engine has no code for it; models run on the processor. See docs/gpu.md.", GpuNote.Of(true, ProcessorOnly, [Card]));

    [Fact]
    public void Of_NotEnabled_SaysHow()
    {
        Assert.Equal("There is NVIDIA X; ENABLE_GPU is off.", GpuNote.Of(false, null, [Card]));
        Assert.Equal("The engine can use CUDA0 (NVIDIA X), but ENABLE_GPU is off; models run on the processor.", GpuNote.Of(false, WithGpu, [Card]));
    }

    [Fact]
    public void Of_Enabled_NamesWhatIsUsed()
    {
        Assert.Equal("The engine has not started yet.", GpuNote.Of(true, null, [Card]));
        Assert.Equal("The engine uses CUDA0 (NVIDIA X).", GpuNote.Of(true, WithGpu, [Card]));
    }
}
