using MultiLLM.Core.Hardware;

namespace MultiLLM.Core.Residency.Memory;

/// <summary>A GPU that the engine can compute on.</summary>
/// <param name="EngineName">What the engine calls it, for example "CUDA0".</param>
/// <param name="Device">What the driver says of it.</param>
internal sealed record UsableGpu(string EngineName, GpuDevice Device);

/// <summary>What one GPU gets of a model.</summary>
/// <param name="Gpu">Which.</param>
/// <param name="Layers">How many layers; the output layer counts as one.</param>
/// <param name="Bytes">Of their weights, their keys and values, and the computation's buffer.</param>
internal sealed record GpuShare(UsableGpu Gpu, int Layers, long Bytes);

/// <summary>Where a model's layers go.</summary>
/// <param name="Shares">By GPU, in the engine's order; none: all layers stay with the processor.</param>
/// <param name="Reason">In one sentence, with the numbers.</param>
internal sealed record GpuPlacement(IReadOnlyList<GpuShare> Shares, string Reason)
{
    /// <summary>Layers on GPUs; the output layer counts as one.</summary>
    public int Layers => Shares.Sum(share => share.Layers);

    /// <summary>True: the engine spreads the layers itself, over all GPUs it has.</summary>
    public bool ByEngine { get; private init; }

    public static GpuPlacement Processor(string reason) => new([], reason);

    public static GpuPlacement LeftToEngine(string reason) => new([], reason) { ByEngine = true };
}
