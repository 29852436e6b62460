using System.Buffers.Binary;
using CsCheck;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Catalog;

public sealed class GgufHeaderTests
{
    [Fact]
    public void Read_WellFormed_MetadataAndParameters()
    {
        var header = Read(GgufFile.Model("llama", 4096, "Tiny")
            .With("some.float", 1.5f)
            .With("tokenizer.ggml.tokens", new[] { "a", "b" })
            .WithTensor("one", 4, 8).WithTensor("two", 10).ToBytes()).OrThrow();

        Assert.Equal("llama", header.Text("general.architecture"));
        Assert.Equal(4096, header.Number("llama.context_length"));
        Assert.Equal(1.5, header.Metadata["some.float"]);
        Assert.DoesNotContain("tokenizer.ggml.tokens", header.Metadata.Keys);
        Assert.Equal((42, 2), (header.Parameters, header.TensorCount));
    }

    [Fact]
    public void Read_TextLargerThanTheBuffer_IsWhole()
    {
        var template = new string('x', 200_000) + "end";

        var header = Read(GgufFile.Model().With("tokenizer.chat_template", template).ToBytes()).OrThrow();

        Assert.Equal(template, header.Text("tokenizer.chat_template"));
    }

    [Fact]
    public void Read_NotGguf_SaysSo() => Assert.Contains("Not a GGUF", Read(new byte[100]).Error!.Message);

    [Fact]
    public void Read_CutInTheWeights_NamesBothSizes()
    {
        var bytes = GgufFile.Model().WithTensor("w", 1000).ToBytes();

        var error = Read(bytes[..^100]).Error!;

        Assert.Contains($"{bytes.Length - 100} bytes", error.Message);
        Assert.Contains($"end at {bytes.Length}", error.Message);
    }

    [Theory]
    [InlineData(8, "tensors")]
    [InlineData(16, "metadata keys")]
    [InlineData(24, "metadata key")]
    public void Read_LengthBeyondTheFile_IsRefusedBeforeAnythingIsAllocated(int offset, string message)
    {
        var bytes = GgufFile.Model().ToBytes();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(offset), ulong.MaxValue - 7);

        Assert.Contains(message, Read(bytes).Error!.Message);
    }

    [Fact]
    public void Read_ArrayClaimingMoreThanTheFileHolds_IsRefused()
    {
        var bytes = GgufFile.Model().With("list", new[] { "a" }).ToBytes();
        var count = bytes.AsSpan().LastIndexOf("list"u8) + 4 + 4 + 4;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(count), 1UL << 40);

        Assert.Contains("array claims", Read(bytes).Error!.Message);
    }

    [Fact]
    public void Read_AnyDamage_NeverThrows()
    {
        var good = GgufFile.Model("llama", 4096, "Tiny").With("list", new[] { "a", "bb" }).WithTensor("w", 4, 8).ToBytes();

        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length]).Sample(
            (at1, value1, at2, value2, length) =>
            {
                var bytes = good[..];
                bytes[at1] = value1;
                bytes[at2] = value2;
                Read(bytes[..length]);
            },
            iter: 20_000);
    }

    [Fact]
    public void Read_TruncatedAnywhere_IsAnErrorNotAModel()
    {
        var good = GgufFile.Model("llama", 4096, "Tiny").With("list", new[] { "a", "bb" }).WithTensor("w", 4, 8).ToBytes();

        for (var length = 0; length < good.Length; length++)
            Assert.False(Read(good[..length]).IsSuccess, $"{length} of {good.Length} bytes");
    }

    private static Result<GgufHeader> Read(byte[] bytes) => GgufHeader.Read(new MemoryStream(bytes));
}
