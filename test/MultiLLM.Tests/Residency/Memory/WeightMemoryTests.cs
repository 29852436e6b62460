using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency.Memory;
using static MultiLLM.Tests.Residency.Memory.Shapes;

namespace MultiLLM.Tests.Residency.Memory;

public sealed class WeightMemoryTests
{
    private static readonly CpuRepacking Intel = new(Avx2: true, Avx512: true, Dotprod: false);
    private static readonly CpuRepacking Arm = new(Avx2: false, Avx512: false, Dotprod: true);
    private static readonly CpuRepacking Old = new(Avx2: false, Avx512: false, Dotprod: false);

    [Fact]
    public void Bytes_NothingRepacked_TheTensors() => Assert.Equal(1000, Bytes(Intel, new WeightGroup(GgufTypes.F16, WeightUse.Matrix, true, 1000)));

    [Fact]
    public void Bytes_Repacked_AreThereTwice() => Assert.Equal(2000, Bytes(Intel, new WeightGroup(GgufTypes.Q4_0, WeightUse.Matrix, true, 1000)));

    [Fact]
    public void Bytes_ReadInsteadOfMapped_AreThereOnce()
    {
        var group = new WeightGroup(GgufTypes.Q4_0, WeightUse.Matrix, true, 1000);
        var tied = group with { Use = WeightUse.TiedEmbedding };

        Assert.Equal(1000, Bytes(Intel, group, mapped: false));
        Assert.Equal(2000, Bytes(Intel, tied, mapped: false));
    }

    [Theory]
    [InlineData(GgufTypes.Q4_0, true, true)]
    [InlineData(GgufTypes.Q4_K, true, true)]
    [InlineData(GgufTypes.IQ4_NL, true, true)]
    [InlineData(GgufTypes.MXFP4, true, true)]
    [InlineData(GgufTypes.Q2_K, true, false)]
    [InlineData(GgufTypes.Q5_K, false, true)]
    [InlineData(GgufTypes.Q6_K, false, true)]
    [InlineData(GgufTypes.Q8_0, false, true)]
    [InlineData(GgufTypes.F32, false, false)]
    [InlineData(GgufTypes.Bf16, false, false)]
    public void Applies_Format_DependsOnTheProcessor(uint type, bool onIntel, bool onArm)
    {
        var group = new WeightGroup(type, WeightUse.Matrix, true, 1);

        Assert.Equal((onIntel, onArm, false), (Intel.Applies(group), Arm.Applies(group), Old.Applies(group)));
    }

    [Theory]
    [InlineData(WeightUse.Lookup, true, false)]
    [InlineData(WeightUse.Vector, true, false)]
    [InlineData(WeightUse.TiedEmbedding, true, true)]
    [InlineData(WeightUse.Matrix, false, false)]
    public void Applies_Use_OnlyWhatIsMultiplied(WeightUse use, bool inEights, bool expected) =>
        Assert.Equal(expected, Intel.Applies(new WeightGroup(GgufTypes.Q4_0, use, inEights, 1)));

    private static long Bytes(CpuRepacking repacking, WeightGroup group, bool mapped = true) => WeightMemory.Bytes(
        Llama135M with { WeightBytes = group.Bytes, Weights = [group] }, Rules with { Repacking = repacking, MapsWeights = mapped });
}
