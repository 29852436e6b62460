using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency.Memory;
using static MultiLLM.Tests.Residency.Memory.Shapes;

namespace MultiLLM.Tests.Residency.Memory;

/// <summary>The expected figures are "compute buffer size" plus "output buffer size" as llama.cpp prints them for models of these shapes.</summary>
public sealed class ComputeMemoryTests
{
    [Fact]
    public void Bytes_GatedDecoders_AsLlamaCppPrints()
    {
        AssertClose(19.00, ComputeMemory.Bytes(Llama135M, Shared(4096), Rules));
        AssertClose(23.00, ComputeMemory.Bytes(Llama135M, Shared(8192), Rules));
        AssertClose(54.00, ComputeMemory.Bytes(Llama1B, Shared(4096), Rules));
        AssertClose(9.70, ComputeMemory.Bytes(StarterChat, new LoadPlan(512, 4096, 8, 512), Rules));
    }

    [Fact]
    public void Bytes_PlainDecoder_AsLlamaCppPrints() =>
        AssertClose(16.99, ComputeMemory.Bytes(Decoder(2, 768, 3072, 32_000, new LayerShape(12, 12, 64, 64)) with { IsGated = false }, Shared(4096), Rules));

    [Fact]
    public void Bytes_Experts_AsLlamaCppPrints()
    {
        var experts = Decoder(2, 1024, 3072, 32_000, new LayerShape(16, 4, 64, 64));

        AssertClose(30.99, ComputeMemory.Bytes(experts with { ExpertsUsed = 4 }, Shared(4096), Rules));
        AssertClose(46.99, ComputeMemory.Bytes(experts with { ExpertsUsed = 8 }, Shared(4096), Rules));
    }

    [Theory]
    [InlineData(1024, 1024, 16, 16, 64, 16.99)]
    [InlineData(1024, 256, 16, 4, 64, 14.99)]
    [InlineData(512, 768, 8, 2, 64, 11.99)]
    [InlineData(1024, 3072, 16, 8, 128, 26.99)]
    [InlineData(1024, 1024, 32, 8, 128, 26.99)]
    public void Bytes_ShapesWhoseBuffersLlamaCppPlacesBetter_NeverLessAndHardlyMore(int width, int feedForward, int heads, int kept, int head, double printed)
    {
        var bytes = ComputeMemory.Bytes(Decoder(2, width, feedForward, 32_000, new LayerShape(heads, kept, head, head)), Shared(4096), Rules);

        Assert.InRange(bytes / (double)MiB, printed, printed + 5);
    }

    [Fact]
    public void Bytes_SlidingWindows_HaveAMaskOfTheirOwn()
    {
        var gemma = Decoder(6, 1152, 6912, 32_000, new LayerShape(4, 1, 256, 256));

        AssertClose(58.25, ComputeMemory.Bytes(
            gemma with { Layers = [.. gemma.Layers.Skip(1), gemma.Layers[0] with { Window = 512 }] }, Shared(4096), Rules), tolerance: 0.3);
    }

    [Theory]
    [InlineData(384, 1536, 30_522, 512, false, 13.42)]
    [InlineData(768, 3072, 20_000, 512, false, 16.20)]
    [InlineData(384, 1536, 20_000, 2048, false, 34.50)]
    [InlineData(768, 3072, 20_000, 2048, true, 103.59)]
    public void Bytes_Encoders_AsLlamaCppPrintsWithResultsForAWholeBatch(int width, int feedForward, int vocabulary, int context, bool gated, double printed)
    {
        var shape = Decoder(2, width, feedForward, vocabulary, new LayerShape(12, 0, width / 12, width / 12)) with { IsGated = gated };
        var plan = Embedding(context);
        var later = ComputeMemory.ResultBytes(shape, plan, context) - ComputeMemory.ResultBytes(shape, plan, plan.Slots);

        AssertClose(printed, ComputeMemory.Bytes(shape, plan, Rules) - later);
    }

    [Fact]
    public void Bytes_DecoderAsEmbeddingModel_LogitsForAWholeBatch()
    {
        var shape = Decoder(2, 512, 1024, 32_000, new LayerShape(8, 4, 64, 64));
        var plan = Embedding(1024);
        var later = ComputeMemory.ResultBytes(shape, plan, 1024) - ComputeMemory.ResultBytes(shape, plan, 64);

        AssertClose(136.94, ComputeMemory.Bytes(shape, plan, Rules) - later, tolerance: 0.3);
    }

    private static void AssertClose(double mebibytes, long bytes, double tolerance = 0.05) => Assert.Equal(mebibytes, bytes / (double)MiB, tolerance);
}
