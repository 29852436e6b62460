namespace MultiLLM.Core.Residency.Memory;

/// <summary>
/// How the runner sets llama.cpp up, as far as memory depends on it. A change in the runner's handling of weights, caches or outputs is told to the
/// predictor here, with a higher <see cref="Version"/>.
/// </summary>
internal sealed record EngineRules
{
    /// <summary>Measurements taken under other rules are not believed.</summary>
    public const int Version = 1;

    public static EngineRules Current { get; } = new();

    /// <summary>Weights are mapped from the file, so that what is repacked is in memory twice; else they are read, each once.</summary>
    public bool MapsWeights { get; init; } = true;

    /// <summary>Layers with a sliding window keep the whole context too (llama.cpp's swa_full), which sharing prompts' beginnings needs.</summary>
    public bool KeepsWholeWindows { get; init; } = true;

    /// <summary>Formats that this processor's kernels want in another order.</summary>
    public CpuRepacking Repacking { get; init; } = CpuRepacking.OfThisMachine;
}
