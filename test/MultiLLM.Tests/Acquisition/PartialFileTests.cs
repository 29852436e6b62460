using MultiLLM.Core.Acquisition;
using MultiLLM.Core.Acquisition.Transfer;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Acquisition;

public sealed class PartialFileTests : IDisposable
{
    private static readonly TransferJournal Identity = new()
    {
        Source = "hf:a/b/m.gguf@main", TotalBytes = 100, Repository = "a/b", Path = "m.gguf", SizeBytes = 100, Etag = "e", Sha256 = "s", Done = [],
    };

    private readonly TempFolder _folder = new();

    private string PartPath => Path.Combine(_folder.Path, "m.gguf.part");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_AfterCheckpoint_HasWhatWasWrittenBeforeIt()
    {
        using (var first = PartialFile.Open(PartPath, Identity))
        {
            await WriteAsync(first, 10, 20);
            await WriteAsync(first, 60, 10);
            Assert.Null(first.Checkpoint());
            await WriteAsync(first, 30, 5); // nobody made this safe
        }

        using var second = PartialFile.Open(PartPath, Identity);

        Assert.Equal((30, 30), (second.Resumed, second.Done));
        Assert.Equal([new(0, 10), new(30, 60), new(70, 100)], second.Missing(1000));
    }

    [Fact]
    public async Task Write_BytesThatAreThere_AreNotCountedAgain()
    {
        using var file = PartialFile.Open(PartPath, Identity);

        Assert.Equal(20, await WriteAsync(file, 0, 20));
        Assert.Equal(5, await WriteAsync(file, 15, 10));
        Assert.Equal(0, await WriteAsync(file, 3, 4));
        Assert.False(file.IsComplete);
        await WriteAsync(file, 25, 75);
        Assert.True(file.IsComplete);
    }

    public static TheoryData<string> OtherContent => ["etag", "size", "digest", "no etag"];

    [Theory]
    [MemberData(nameof(OtherContent))]
    public async Task Open_ContentChanged_BeginsAnew(string what)
    {
        await LeaveHalfAsync();
        var changed = what switch
        {
            "etag" => Identity with { Etag = "other" },
            "size" => Identity with { SizeBytes = 101 },
            "digest" => Identity with { Sha256 = "other" },
            _ => Identity with { Etag = null },
        };

        using var file = PartialFile.Open(PartPath, changed);

        Assert.Equal((0, 0, 0), (file.Resumed, file.Done, new FileInfo(PartPath).Length));
        Assert.False(File.Exists(PartialFile.JournalOf(PartPath)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    [InlineData("""{"source":"s","total_bytes":100,"repository":"a/b","path":"m.gguf","size_bytes":100,"etag":"e","sha256":"s","done":[[50,10]]}""")]
    [InlineData("""{"source":"s","total_bytes":100,"repository":"a/b","path":"m.gguf","size_bytes":100,"etag":"e","sha256":"s","done":[[0,1000]]}""")]
    [InlineData("""{"source":"s","total_bytes":100,"repository":"a/b","path":"m.gguf","size_bytes":100,"etag":"e","sha256":"s","done":[[-1,10]]}""")]
    [InlineData("""{"source":"s","total_bytes":100,"repository":"a/b","path":"m.gguf","size_bytes":100,"etag":"e","sha256":"s","done":[[1]]}""")]
    public async Task Open_JournalThatMakesNoSense_BeginsAnew(string journal)
    {
        await LeaveHalfAsync();
        File.WriteAllText(PartialFile.JournalOf(PartPath), journal);

        using var file = PartialFile.Open(PartPath, Identity);

        Assert.Equal(0, file.Done);
    }

    [Fact]
    public async Task Open_FileShorterThanItsJournal_BeginsAnew()
    {
        await LeaveHalfAsync();
        using (var cut = new FileStream(PartPath, FileMode.Open))
            cut.SetLength(40);

        using var file = PartialFile.Open(PartPath, Identity);

        Assert.Equal(0, file.Done);
    }

    private async Task LeaveHalfAsync()
    {
        using var file = PartialFile.Open(PartPath, Identity);
        await WriteAsync(file, 0, 50);
        Assert.Null(file.Checkpoint());
    }

    private static async Task<long> WriteAsync(PartialFile file, long at, int bytes) =>
        (await file.WriteAsync(at, Enumerable.Repeat((byte)7, bytes).ToArray(), CancellationToken.None)).OrThrow();
}
