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
            .With("tokenizer.ggml.tokens", new[] { "a", "bcd" })
            .WithTensor("one", 4, 8).WithTensor("two", 10).ToBytes()).OrThrow();

        Assert.Equal("llama", header.Text("general.architecture"));
        Assert.Equal(4096, header.Number("llama.context_length"));
        Assert.Equal(1.5, header.Metadata["some.float"]);
        Assert.Equal((42, 2), (header.Parameters, header.TensorCount));
        Assert.Equal(new GgufArray(2, 4, null), header.Arrays["tokenizer.ggml.tokens"]);
        Assert.Equal(("two", 128, 40), (header.Tensors[1].Name, header.Tensors[1].Offset, header.Tensors[1].Bytes));
    }

    [Fact]
    public void Read_ShortLists_AreKept()
    {
        var header = Read(GgufFile.Model()
            .With("heads", new[] { 8, 0, -1 }).With("windows", new[] { true, false }).With("scores", new[] { 1f, 2f }).ToBytes()).OrThrow();

        Assert.Equal([8, 0, -1], header.Arrays["heads"].Numbers!);
        Assert.Equal([1, 0], header.Arrays["windows"].Numbers!);
        Assert.Null(header.Arrays["scores"].Numbers);
    }

    [Fact]
    public void Read_LongLists_AreMeasuredOnly()
    {
        var header = Read(GgufFile.Model().With("types", new int[GgufLimits.KeptNumbers + 1]).ToBytes()).OrThrow();

        Assert.Equal(new GgufArray(1025, 4100, null), header.Arrays["types"]);
    }

    [Fact]
    public void Read_NumbersBeyond63Bits_AreLeftOut()
    {
        var header = Read(GgufFile.Model().With("huge", ulong.MaxValue).With("large", (ulong)long.MaxValue).ToBytes()).OrThrow();

        Assert.False(header.Metadata.ContainsKey("huge"));
        Assert.Equal(long.MaxValue, header.Number("large"));
    }

    [Fact]
    public void Read_TextLargerThanTheBuffer_IsWhole()
    {
        var template = new string('x', 200_000) + "end";

        var header = Read(GgufFile.Model().With("tokenizer.chat_template", template).ToBytes()).OrThrow();

        Assert.Equal(template, header.Text("tokenizer.chat_template"));
    }

    [Fact]
    public void Read_LargeVocabulary_AllocatesLittle()
    {
        var tokens = Enumerable.Range(0, 200_000).Select(n => $"token{n}").ToArray();
        var bytes = GgufFile.Model().With("tokenizer.ggml.tokens", tokens).ToBytes();
        var before = GC.GetAllocatedBytesForCurrentThread();

        var header = Read(bytes).OrThrow();

        Assert.Equal(200_000, header.Arrays["tokenizer.ggml.tokens"].Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 * 1024);
    }

    [Fact]
    public void Read_OtherAlignment_IsUsed()
    {
        var header = Read(GgufFile.Model().With("general.alignment", 4096u).WithTensor("a", 3).WithTensor("b", 3).ToBytes()).OrThrow();

        Assert.Equal(4096, header.Tensors[1].Offset);
    }

    [Fact]
    public void Read_CutInTheWeights_NamesBothSizes()
    {
        var bytes = GgufFile.Model().WithTensor("w", 1000).ToBytes();

        var error = Read(bytes[..^100]).Error!;

        Assert.Contains($"{bytes.Length - 100} bytes", error.Message);
        Assert.Contains($"end at {bytes.Length}", error.Message);
    }

    [Fact]
    public void Read_TruncatedAnywhere_IsAnErrorNotAModel()
    {
        var good = GgufFile.Model("llama", 4096, "Tiny").With("list", new[] { "a", "bb" }).WithTensor("w", 4, 8).ToBytes();

        for (var length = 0; length < good.Length; length++)
            Assert.False(Read(good[..length]).IsSuccess, $"{length} of {good.Length} bytes");
    }

    [Fact]
    public void Read_NoSuchFile_SaysSo() =>
        Assert.Contains("cannot be read", GgufHeader.Read("/no/such/folder/model.gguf").Error!.Message);

    private static Result<GgufHeader> Read(byte[] bytes) => GgufHeader.Read(new MemoryStream(bytes));
}
