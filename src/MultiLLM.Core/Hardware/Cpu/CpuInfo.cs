using System.Runtime.InteropServices;

namespace MultiLLM.Core.Hardware.Cpu;

/// <summary>What the processor is called.</summary>
internal static class CpuInfo
{
    // Arm kernels give no name of the processor; "Hardware" and "Model" name the board.
    private static readonly string[] Keys = ["model name", "cpu model", "Model", "Hardware"];

    /// <summary>From <c>/proc/cpuinfo</c>; null: it does not tell.</summary>
    public static string? Parse(string? text)
    {
        foreach (var key in Keys)
        {
            foreach (var line in text.AsSpan().EnumerateLines())
            {
                var colon = line.IndexOf(':');
                if (colon > 0 && line[..colon].TrimEnd().SequenceEqual(key) && line[(colon + 1)..].Trim() is { Length: > 0 } value)
                    return value.ToString();
            }
        }
        return null;
    }

    /// <summary>Where no file tells.</summary>
    public static string Fallback() =>
        Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") is { Length: > 0 } windows
            ? windows
            : RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
}
