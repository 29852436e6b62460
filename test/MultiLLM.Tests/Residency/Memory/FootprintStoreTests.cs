using Microsoft.Extensions.Logging;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Residency.Memory;

public sealed class FootprintStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly LogRecord _log = new();

    private string FilePath => Path.Combine(_folder.Path, "home", "footprints.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_NothingYet_Null() => Assert.Null(Store().Find(Key(1)));

    [Fact]
    public void Put_AnotherStoreOnTheFile_FindsIt()
    {
        Store().Put(Key(1), Measured(5));

        Assert.Equal(Measured(5), Store().Find(Key(1)));
        Assert.Null(Store().Find(Key(2)));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void Find_AnotherPlanOrFile_IsAnotherMeasurement()
    {
        var store = Store();
        store.Put(Key(1), Measured(5));

        Assert.Null(store.Find(Key(1) with { SizeBytes = 2 }));
        Assert.Null(store.Find(Key(1) with { WrittenAt = DateTime.UnixEpoch.AddSeconds(1) }));
        Assert.Null(store.Find(Key(1) with { Plan = Key(1).Plan with { KvType = KvCacheType.Q8_0 } }));
        Assert.Null(store.Find(Key(1) with { Plan = Key(1).Plan with { ContextLength = 256 } }));
    }

    [Fact]
    public void Put_MoreThanItHolds_TheOldestGoes()
    {
        var store = Store();
        for (var n = 0; n < FootprintStore.MaxEntries; n++)
            store.Put(Key(n), Measured(n));
        store.Put(Key(0), Measured(7)); // measured again: the newest now

        store.Put(Key(1000), Measured(1000));

        foreach (var reader in (FootprintStore[])[store, Store()])
        {
            Assert.Equal(Measured(7), reader.Find(Key(0)));
            Assert.Null(reader.Find(Key(1)));
            Assert.Equal(Measured(2), reader.Find(Key(2)));
            Assert.Equal(Measured(1000), reader.Find(Key(1000)));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("""{"rules":1,"entries":null}""")]
    [InlineData("""{"rules":1,"entries":[null]}""")]
    [InlineData("""{"rules":1,"entries":[{"key":{"path":null,"size_bytes":1,"written_at":"2026-01-01T00:00:00Z","plan":null},"weight_bytes":1,"kv_bytes":1,"compute_bytes":1,"overhead_bytes":1}]}""")]
    [InlineData("""{"rules":1,"entries":[{"key":{"path":"/m","size_bytes":1,"written_at":"2026-01-01T00:00:00Z","plan":{"context_length":1,"kv_cells":1,"slots":1,"batch_size":1}},"weight_bytes":-1,"kv_bytes":1,"compute_bytes":1,"overhead_bytes":1}]}""")]
    public void Find_CorruptFile_IsSetAsideAndSaid(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        File.WriteAllText(FilePath, content);
        var store = Store();

        Assert.Null(store.Find(Key(1)));

        Assert.Contains("set aside", Assert.Single(_log.Lines));
        Assert.Equal(content, File.ReadAllText(FilePath + ".corrupt"));
        store.Put(Key(1), Measured(1));
        Assert.Equal(Measured(1), Store().Find(Key(1)));
    }

    [Fact]
    public void Find_OtherRules_AreNotBelieved()
    {
        new StateFile<FootprintFile>(FilePath, FootprintFile.Format, _log).Write(new FootprintFile(EngineRules.Version - 1, [new FootprintEntry(Key(1), 1, 1, 1, 1)]));

        Assert.Null(Store().Find(Key(1)));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void Put_FolderCannotBeWritten_KeepsItAndSaysSoOnce()
    {
        File.WriteAllText(Path.GetDirectoryName(FilePath)!, "a file where the folder should be");
        var store = Store();

        store.Put(Key(1), Measured(1));
        store.Put(Key(2), Measured(2));

        Assert.Equal(Measured(1), store.Find(Key(1)));
        Assert.Contains("cannot be written", Assert.Single(_log.Lines));
    }

    private FootprintStore Store() => new(FilePath, _log);

    private static FootprintKey Key(int n) => new($"/m{n}.gguf", 1, DateTime.UnixEpoch, new LoadPlan(512, 4096, 8, 512));

    private static Footprint Measured(int n) => new(n, 10, 20, 30, FootprintSource.Measured);

    private sealed class LogRecord : ILogger<FootprintStore>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
