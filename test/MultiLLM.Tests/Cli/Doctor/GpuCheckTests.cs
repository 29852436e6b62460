using MultiLLM.Cli.Doctor;

namespace MultiLLM.Tests.Cli.Doctor;

public sealed class GpuCheckTests
{
    [Fact]
    public void Judge_NoGpu_IsOk() => Assert.Equal(("ok", "none found; models run on the processor"), Told(GpuCheck.Judge([], [], null)));

    [Fact]
    public void Judge_EngineWithoutCodeForIt_Warns()
    {
        var result = GpuCheck.Judge(["NVIDIA"], [], "true");

        Assert.Equal(("warn", "NVIDIA, but the installed engine has code for the processor only"), Told(result));
        Assert.Contains("docs/gpu.md", result.Advice);
    }

    [Theory]
    [InlineData("true", "NVIDIA and AMD, the engine has code for CUDA")]
    [InlineData(null, "NVIDIA and AMD, the engine has code for CUDA; ENABLE_GPU=true lets models use it")]
    public void Judge_EngineHasCode_SaysWhetherItIsOn(string? enabled, string detail) =>
        Assert.Equal(("ok", detail), Told(GpuCheck.Judge(["NVIDIA", "AMD"], ["CUDA"], enabled)));

    [Fact]
    public void Vendors_DriverFilesAndCards_AreEachNamedOnce() => Assert.Equal(
        ["AMD", "Intel", "NVIDIA"],
        GpuCheck.Vendors(
            path => path == "/dev/nvidiactl",
            path => path switch
            {
                "/sys/class/drm/card0/device/vendor" => "0x8086\n",
                "/sys/class/drm/card1/device/vendor" => "0x1002\n",
                "/sys/class/drm/card2/device/vendor" => "0x10de\n",
                "/sys/class/drm/card3/device/vendor" => "0x1af4\n",
                _ => null,
            }));

    private static (string, string) Told(CheckResult result) => (result.Status, result.Detail);
}
