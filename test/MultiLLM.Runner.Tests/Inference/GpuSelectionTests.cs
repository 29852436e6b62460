using System.Runtime.InteropServices;
using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Inference;
using MultiLLM.Runner.Native;

namespace MultiLLM.Runner.Tests.Inference;

public sealed class GpuSelectionTests
{
    [Fact]
    public void ApplyTo_NoLayers_PassesAnEmptyListAndNotAll()
    {
        using var selection = GpuSelection.For(new LoadModel { GpuLayers = 0 });
        var parameters = new LlamaModelParams { GpuLayers = -1 };
        selection.ApplyTo(ref parameters);

        Assert.Equal(0, parameters.GpuLayers);
        Assert.NotEqual(0, parameters.Devices);
        Assert.Equal(0, Marshal.ReadIntPtr(parameters.Devices));
    }

    [Fact]
    public void ApplyTo_LayersWithoutParts_LeavesTheChoiceToTheEngine()
    {
        using var selection = GpuSelection.For(new LoadModel { GpuLayers = -1 });
        var parameters = new LlamaModelParams();
        selection.ApplyTo(ref parameters);

        Assert.Equal((-1, (nint)0, (nint)0), (parameters.GpuLayers, parameters.Devices, parameters.TensorSplit));
    }

    [Fact]
    public void For_UnknownGpu_IsRefusedByName()
    {
        NativeLibraries.Load();

        var failure = Assert.Throws<RunnerFailure>(() => GpuSelection.For(new LoadModel { GpuLayers = 4, GpuParts = { new GpuPart { Name = "CUDA7", Layers = 4 } } }));

        Assert.Equal(FailureCode.LoadFailed, failure.ToMessage().Code);
        Assert.Contains("no GPU CUDA7", failure.Message);
    }

    [Fact]
    public void Devices_OfThePinnedLibraries_HaveAProcessorOfTypeZero()
    {
        NativeLibraries.Load();

        Assert.Contains(NativeLibraries.Devices(), device => device is { Name: "CPU", Type: EngineDeviceType.Cpu, IsGpu: false });
    }
}
