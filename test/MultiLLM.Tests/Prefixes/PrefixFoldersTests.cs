using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Prefixes;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Prefixes;

public sealed class PrefixFoldersTests : IDisposable
{
    private readonly TempFolder _home = new();
    private readonly MultiLLMOptions _options;
    private readonly PrefixFolders _folders;

    public PrefixFoldersTests()
    {
        _options = new MultiLLMOptions { Home = _home.Path, SavedPrefixBytes = 1000, SavedPrefixMinTokens = 7 };
        _folders = new PrefixFolders(Options.Create(_options), NullLogger<PrefixFolders>.Instance);
    }

    public void Dispose() => _home.Dispose();

    private ModelDefinition Model(string id = "a-model", ModelKind kind = ModelKind.Chat)
    {
        var path = Path.Combine(_home.Path, "a.gguf");
        if (!File.Exists(path))
            File.WriteAllText(path, "weights");
        return new ModelDefinition { Id = id, Name = id, Kind = kind, Path = path };
    }

    [Fact]
    public void For_ChatModel_MakesAFolderForItsOwnerOnly()
    {
        var folder = _folders.For(Model())!;
        Assert.Equal((1000UL, 7U), (folder.MaxBytes, folder.MinTokens));
        Assert.StartsWith(Path.Combine(_folders.Root, "a-model-"), folder.Path);
        if (OperatingSystem.IsWindows())
            return;
        var owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal((owner, owner), (File.GetUnixFileMode(_folders.Root), File.GetUnixFileMode(folder.Path)));
    }

    [Fact]
    public void For_OtherIds_OtherFoldersInsideTheRoot()
    {
        string[] ids = ["a", "A", "a/../../b", "..", "", "a\0b", new string('x', 500), new string('x', 501)];
        var paths = ids.Select(id => _folders.For(Model(id))!.Path).ToList();
        Assert.Equal(ids.Length, paths.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(paths, path => Assert.Equal(_folders.Root, Path.GetDirectoryName(Path.GetFullPath(path))));
    }

    [Fact]
    public void For_FileWasReplaced_OtherIdentityInTheSameFolder()
    {
        var before = _folders.For(Model())!;
        Assert.Equal(before, _folders.For(Model()));
        File.WriteAllText(Model().Path, "WEIGHTS");
        File.SetLastWriteTimeUtc(Model().Path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var after = _folders.For(Model())!;
        Assert.Equal(before.Path, after.Path);
        Assert.NotEqual(before.Identity, after.Identity);
    }

    [Fact]
    public void For_EmbeddingModelOrOff_Nothing()
    {
        Assert.Null(_folders.For(Model(kind: ModelKind.Embedding)));
        _options.SavedPrefixBytes = 0;
        Assert.Null(_folders.For(Model()));
        Assert.False(Directory.Exists(_folders.Root));
    }

    [Fact]
    public void For_FolderCannotBeMade_Nothing()
    {
        File.WriteAllText(_folders.Root, "in the way");
        Assert.Null(_folders.For(Model()));
    }

    [Fact]
    public void Remove_Model_TakesItsStatesOnly()
    {
        var (a, b) = (_folders.For(Model("a"))!, _folders.For(Model("b"))!);
        File.WriteAllText(Path.Combine(a.Path, "1.kv"), "");
        _folders.Remove("a");
        _folders.Remove("never seen");
        Assert.Equal([b.Path], Directory.GetDirectories(_folders.Root));
    }

    [Fact]
    public void Sweep_TooManyBytesOverAllModels_TakesTheLeastRecentlyUsedAndNothingElse()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        string Write(string model, string name, int hoursAgo)
        {
            var path = Path.Combine(_folders.For(Model(model))!.Path, name);
            File.WriteAllBytes(path, new byte[400]);
            File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime.AddHours(-hoursAgo));
            return path;
        }
        var (old, middle, young, alien) = (Write("a", "1.kv", 3), Write("b", "1.kv", 2), Write("a", "2.kv", 1), Write("b", "mine.txt", 9));
        using var sweeper = new PrefixSweeper(_folders, Options.Create(_options), time, NullLogger<PrefixSweeper>.Instance);
        sweeper.Sweep();
        Assert.Equal([false, true, true, true], new[] { old, middle, young, alien }.Select(File.Exists));
    }
}
