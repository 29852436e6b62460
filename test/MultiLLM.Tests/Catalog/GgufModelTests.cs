using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Catalog;

public sealed class GgufModelTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_OneFile_IsTheModel()
    {
        var path = GgufFile.Model().WithTensor("w", 10).WriteTo(_folder.Path, "m.gguf");

        var model = GgufModel.Read(path).OrThrow();

        Assert.Equal([path], model.Files);
        Assert.Equal((1, new FileInfo(path).Length), (model.Tensors.Count, model.SizeBytes));
    }

    [Fact]
    public void Read_AllParts_AreCountedTogether()
    {
        WritePart(0, 3, tensors: 5);
        WritePart(1, 3);
        WritePart(2, 3);

        var model = Read().OrThrow();

        Assert.Equal(["t0a", "t0b", "t1a", "t1b", "t2a"], model.Tensors.Select(t => t.Name).Order());
        Assert.Equal(Directory.GetFiles(_folder.Path).Sum(f => new FileInfo(f).Length), model.SizeBytes);
        Assert.Equal(3, model.Files.Count);
    }

    [Fact]
    public void Read_MissingParts_AreNamed()
    {
        WritePart(0, 6);
        WritePart(3, 6);

        Assert.Contains("split over 6 files; missing: m-00002-of-00006.gguf, m-00003-of-00006.gguf, m-00005-of-00006.gguf and 1 more", Refusal());
    }

    [Fact]
    public void Read_DamagedPart_IsNamedWithItsReason()
    {
        WritePart(0, 2);
        var second = WritePart(1, 2);
        File.WriteAllBytes(second, File.ReadAllBytes(second)[..^24]);

        Assert.Contains("m-00002-of-00002.gguf: The file is cut short", Refusal());
    }

    [Fact]
    public void Read_PartOfAnotherModel_IsRefused()
    {
        WritePart(0, 2);
        Part(4, 7).WriteTo(_folder.Path, "m-00002-of-00002.gguf");

        Assert.Contains("m-00002-of-00002.gguf says it is part 5 of 7, not part 2 of 2", Refusal());
    }

    [Fact]
    public void Read_TensorInTwoParts_IsRefused()
    {
        WritePart(0, 2);
        Part(1, 2).WithTensor("t0a", 4).WriteTo(_folder.Path, "m-00002-of-00002.gguf");

        Assert.Contains("holds the tensor \"t0a\", which another part holds too", Refusal());
    }

    [Fact]
    public void Read_FewerTensorsThanAnnounced_IsRefused()
    {
        WritePart(0, 2, tensors: 9);
        WritePart(1, 2);

        Assert.Contains("has 9 tensors (split.tensors.count); its 2 files hold 4", Refusal());
    }

    [Fact]
    public void Read_PartsUnderAnotherName_SaysWhatTheNameMustBe()
    {
        Part(0, 2).WriteTo(_folder.Path, "renamed.gguf");

        Assert.Contains("must end in -00001-of-00002.gguf", GgufModel.Read(Path.Combine(_folder.Path, "renamed.gguf")).Error!.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(-1)]
    public void Read_ImpossibleNumberOfParts_IsRefused(int count)
    {
        GgufFile.Model().With("split.no", (ushort)0).With("split.count", count).WriteTo(_folder.Path, "m.gguf");

        Assert.Contains("1 to 999 are possible", GgufModel.Read(Path.Combine(_folder.Path, "m.gguf")).Error!.Message);
    }

    [Fact]
    public void Read_LaterPart_IsRefused()
    {
        var second = WritePart(1, 2);

        Assert.Contains("part 2 of 2; a model is loaded by its first part", GgufModel.Read(second).Error!.Message);
    }

    [Theory]
    [InlineData("/m/x.gguf", 1, "/m/x.gguf")]
    [InlineData("/m/x-00002-of-00003.gguf", 3, "/m/x-00001-of-00003.gguf")]
    [InlineData("/m/x-00001-of-00000.gguf", 1, "/m/x-00001-of-00000.gguf")]
    [InlineData("/m/x-00001-of-99999.gguf", 1, "/m/x-00001-of-99999.gguf")]
    public void FilesOf_Name_ListsTheParts(string path, int count, string first)
    {
        var files = GgufModel.FilesOf(path);

        Assert.Equal((count, first), (files.Count, files[0]));
    }

    private Result<GgufModel> Read() =>
        GgufModel.Read(Directory.GetFiles(_folder.Path, "m-00001-of-*.gguf").Single());

    private string Refusal() => Read().Error!.Message;

    private string WritePart(int number, int count, int? tensors = null)
    {
        var part = Part(number, count).WithTensor($"t{number}a", 4);
        if (number != 2)
            part.WithTensor($"t{number}b", 4);
        if (tensors is { } announced)
            part.With("split.tensors.count", announced);
        return part.WriteTo(_folder.Path, $"m-{number + 1:D5}-of-{count:D5}.gguf");
    }

    private static GgufFile Part(int number, int count) => GgufFile.Model().With("split.no", (ushort)number).With("split.count", (ushort)count);
}
