namespace MultiLLM.Core.Telemetry.Metrics;

/// <summary>Upper bounds of histogram buckets. Those of the gen_ai metrics are what their conventions ask for.</summary>
internal static class Buckets
{
    public static readonly double[] RequestSeconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
    public static readonly double[] FirstTokenSeconds = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
    public static readonly double[] OutputTokenSeconds = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5];
    public static readonly long[] Tokens = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

    // Ours.
    public static readonly double[] QueueSeconds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300];
    public static readonly double[] LoadSeconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
    public static readonly double[] AgeSeconds = [1, 10, 60, 300, 900, 1800, 3600, 14400, 43200, 86400, 604800];
}
