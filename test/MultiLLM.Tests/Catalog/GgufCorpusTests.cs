using MultiLLM.Core.Catalog;

namespace MultiLLM.Tests.Catalog;

public sealed class GgufCorpusTests
{
    public static TheoryData<string> Names { get; } = [.. GgufCorpus.Items.Select(item => item.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Read_EachFile_IsTakenOrRefusedWithItsReason(string name)
    {
        var item = GgufCorpus.Items.Single(i => i.Name == name);

        var read = GgufHeader.Read(new MemoryStream(item.Bytes));

        if (item.Reason is null)
            Assert.True(read.IsSuccess, read.Error?.Message);
        else
            Assert.Contains(item.Reason, read.Error!.Message);
    }

    [Fact]
    public void Corpus_CommittedFiles_AreThoseOfTheList()
    {
        if (Environment.GetEnvironmentVariable("WRITE_GGUF_CORPUS") is not null)
        {
            Directory.CreateDirectory(GgufCorpus.Folder);
            foreach (var item in GgufCorpus.Items)
                File.WriteAllBytes(Path.Combine(GgufCorpus.Folder, item.Name + ".gguf"), item.Bytes);
        }

        Assert.Equal(
            GgufCorpus.Items.Select(i => i.Name).Order(StringComparer.Ordinal),
            Directory.GetFiles(GgufCorpus.Folder, "*.gguf").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal));
        Assert.All(GgufCorpus.Items, item => Assert.Equal(item.Bytes, File.ReadAllBytes(Path.Combine(GgufCorpus.Folder, item.Name + ".gguf"))));
    }

    [Fact]
    public void Read_EachReason_IsGivenByAFileOfItsOwn()
    {
        var messages = GgufCorpus.Items.Where(i => i.Reason is not null).Select(i => GgufHeader.Read(new MemoryStream(i.Bytes)).Error!.Message).ToList();

        Assert.All(messages, message => Assert.InRange(message.Length, 10, 300));
        Assert.Equal(messages.Count, GgufCorpus.Items.Count(i => !i.Name.StartsWith("sound-", StringComparison.Ordinal)));
    }
}
