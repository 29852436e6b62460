using System.Globalization;
using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Native;

namespace MultiLLM.Runner.Inference;

/// <summary>What this process holds, as the operating system counts it, beside what the engine says it allocated.</summary>
internal static class ProcessMemory
{
    private const string StatusFile = "/proc/self/status";

    public static MemoryUse Measure()
    {
        var use = new MemoryUse();
        foreach (var device in NativeLog.Buffers)
        {
            use.ModelBytes += device.ModelBytes;
            use.KvBytes += device.KvBytes;
            use.ComputeBytes += device.ComputeBytes;
        }
        if (!File.Exists(StatusFile))
        {
            using var self = System.Diagnostics.Process.GetCurrentProcess();
            use.RssBytes = (ulong)self.WorkingSet64;
            use.PrivateBytes = (ulong)self.PrivateMemorySize64;
            use.PeakBytes = (ulong)self.PeakWorkingSet64;
            return use;
        }
        foreach (var line in File.ReadLines(StatusFile))
        {
            if (line.StartsWith("VmRSS:", StringComparison.Ordinal))
                use.RssBytes = Kibibytes(line);
            else if (line.StartsWith("RssAnon:", StringComparison.Ordinal))
                use.PrivateBytes = Kibibytes(line);
            else if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                use.PeakBytes = Kibibytes(line);
        }
        return use;
    }

    private static ulong Kibibytes(string line) =>
        ulong.Parse(line.AsSpan(line.IndexOf(':') + 1).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture) * 1024;
}
