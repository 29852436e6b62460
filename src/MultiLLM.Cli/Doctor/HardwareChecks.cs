using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using MultiLLM.Cli.Commands;

namespace MultiLLM.Cli.Doctor;

internal static class HardwareChecks
{
    private const long Scarce = 200_000_000;
    private const long Small = 1_500_000_000;

    public static CheckResult Processor()
    {
        const string Name = "processor";
        var architecture = RuntimeInformation.ProcessArchitecture;
        var cores = $"{architecture.ToString().ToLowerInvariant()}, {Environment.ProcessorCount} {(Environment.ProcessorCount == 1 ? "core" : "cores")}";
        return architecture switch
        {
            Architecture.X64 when Avx512F.IsSupported => CheckResult.Ok(Name, $"{cores}, AVX2, AVX-512"),
            Architecture.X64 when Avx2.IsSupported => CheckResult.Ok(Name, $"{cores}, AVX2"),
            Architecture.X64 => CheckResult.Warn(Name, $"{cores}, without AVX2", "It works, several times slower than with AVX2. In a virtual machine, pass the host's processor through."),
            Architecture.Arm64 => CheckResult.Ok(Name, $"{cores}{(Dp.IsSupported ? ", dot product" : "")}"),
            _ => CheckResult.Fail(Name, cores, "There are llama.cpp libraries for 64-bit x86 and Arm only."),
        };
    }

    public static CheckResult Memory(MemoryFigures memory)
    {
        const string Name = "memory";
        var free = memory.AvailableBytes ?? memory.TotalBytes;
        var detail = memory.AvailableBytes is { } available
            ? $"{Output.Bytes(available)} free of {Output.Bytes(memory.TotalBytes)}"
            : Output.Bytes(memory.TotalBytes);
        return free switch
        {
            < Scarce => CheckResult.Fail(Name, detail, "Close other programs or raise the container's limit: the service alone needs about 200 MB."),
            < Small => CheckResult.Warn(Name, detail, "Enough for the starter models; a model of 1B parameters wants 1.5 GB more."),
            _ => CheckResult.Ok(Name, detail),
        };
    }
}
