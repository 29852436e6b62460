using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Residency.Memory;

/// <summary>
/// Which matrices llama.cpp stores anew in an order its kernels multiply faster (ggml-cpu's repack buffers). They then take memory of their own, of the
/// same size. Intel's AMX has an order of its own too, for more formats; .NET does not tell whether the processor has it, so there the first load
/// corrects the prediction.
/// </summary>
internal sealed record CpuRepacking(bool Avx2, bool Avx512, bool Dotprod)
{
    public static CpuRepacking OfThisMachine { get; } = new(System.Runtime.Intrinsics.X86.Avx2.IsSupported, Avx512F.IsSupported, Dp.IsSupported);

    public bool Applies(WeightGroup group)
    {
        if (group.Use is not (WeightUse.Matrix or WeightUse.TiedEmbedding) || !group.RowsInEights)
            return false;
        return group.TensorType switch
        {
            GgufTypes.Q4_0 or GgufTypes.Q4_K or GgufTypes.IQ4_NL or GgufTypes.MXFP4 => Avx2 || Dotprod,
            GgufTypes.Q2_K => Avx512,
            GgufTypes.Q5_K or GgufTypes.Q6_K or GgufTypes.Q8_0 or GgufTypes.Q1_0 => Dotprod,
            _ => false,
        };
    }
}
