using CsCheck;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Hardware.Gpus;

namespace MultiLLM.Tests.Hardware;

public sealed class GpuProbeTests
{
    private const long Mebibyte = 1024 * 1024;
    private static readonly MemoryStanding Shared = new(128_000_000_000, 100_000_000_000, "meminfo");

    [Fact]
    public void Parse_RecordedCards_HasMemoryInBytesAndUtilizationAsAShare() =>
        Assert.Equal(
            [
                new GpuDevice(0, "nvidia", "NVIDIA GeForce RTX 4080", 16376 * Mebibyte, 14030 * Mebibyte, 0.12),
                new GpuDevice(1, "nvidia", "NVIDIA GeForce RTX 3090", 24576 * Mebibyte, 22430 * Mebibyte, 0),
                new GpuDevice(2, "nvidia", "NVIDIA GeForce GTX 1660", 6144 * Mebibyte, 2765 * Mebibyte, null),
            ],
            NvidiaSmi.Parse(Recorded("nvidia-smi-three-cards.csv"), Shared));

    [Fact]
    public void Parse_ChipThatSharesMainMemory_HasThatMemory() =>
        Assert.Equal(
            [new GpuDevice(0, "nvidia", "NVIDIA GB10", Shared.TotalBytes, Shared.AvailableBytes, 0.08)],
            NvidiaSmi.Parse(Recorded("nvidia-smi-gb10.csv"), Shared));

    [Fact]
    public void Parse_CommaInTheName_StaysInTheName() =>
        Assert.Equal("NVIDIA X, rev. 2", Assert.Single(NvidiaSmi.Parse("0, NVIDIA X, rev. 2, 100, 50, 1\r\n", Shared)).Name);

    [Theory]
    [InlineData("nvidia-smi-no-driver.txt")]
    public void Parse_Complaint_IsNoDevice(string recording) => Assert.Empty(NvidiaSmi.Parse(Recorded(recording), Shared));

    [Theory]
    [InlineData("")]
    [InlineData("No devices were found")]
    [InlineData("0, X, 1, 2")]
    [InlineData("x, NVIDIA, 100, 50, 1")]
    [InlineData("0, NVIDIA, -5, 50, 1")]
    [InlineData("0, NVIDIA, 99999999999999999999, 50, 1")]
    [InlineData("0, NVIDIA, [Unknown Error], 50, 1")]
    public void Parse_NoDeviceLine_IsLeftOut(string text) => Assert.Empty(NvidiaSmi.Parse(text, Shared));

    [Fact]
    public void Parse_AnyText_NeverFailsAndNeverHasMoreFreeThanThereIs() =>
        Gen.Select(Gen.Int[-1, 9], Gen.String, Gen.Long, Gen.Long, Gen.String).Sample((index, name, total, free, rest) =>
        {
            foreach (var device in NvidiaSmi.Parse($"{index}, {name}, {total}, {free}, {rest}\n{rest}\n{name}", Shared))
                Assert.InRange(device.FreeBytes, 0, device.TotalBytes);
        }, iter: 2000);

    [Fact]
    public void Read_RecordedDesktop_ListsAmdCardsWithMemoryAndIntelWithout() =>
        Assert.Equal(
            [
                new GpuDevice(0, "intel", "Intel GPU 0x4680", 0, 0, null),
                new GpuDevice(1, "amd", "AMD GPU 0x744c", 25753026560, 25753026560 - 1073741824, 0.37),
                new GpuDevice(2, "amd", "AMD Instinct MI210", 68702699520, 68702699520 - 10485760, null),
            ],
            DrmCards.Read(new RecordedMachine("amd-desktop")));

    [Fact]
    public void Read_MachineWithoutCards_IsEmpty() => Assert.Empty(DrmCards.Read(new RecordedMachine("container-v2")));

    [Fact]
    public void Apple_SharesMainMemory_HoldsTwoThirdsOfIt()
    {
        Assert.Equal(new GpuDevice(0, "apple", "Apple GPU", 20, 20, null), AppleGpu.In(new MemoryStanding(30, 25, "macos")));
        Assert.Equal(5, AppleGpu.In(new MemoryStanding(30, 5, "macos")).FreeBytes);
    }

    private static string Recorded(string file) => File.ReadAllText(RecordedMachine.Recording(file));
}
