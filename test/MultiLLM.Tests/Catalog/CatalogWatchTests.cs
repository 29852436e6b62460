using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Events;
using MultiLLM.Core.Hosting;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Catalog;

public sealed class CatalogWatchTests : IAsyncDisposable
{
    private readonly TempFolder _home = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ModelCatalog _catalog;
    private readonly CatalogWatch _watch;

    public CatalogWatchTests()
    {
        var options = Options.Create(new MultiLLMOptions { StarterFolder = "", CatalogFolder = Folder, ModelFolders = { Path.Combine(_home.Path, "models") } });
        _catalog = new ModelCatalog(options, new EventLog(_time), _time, NullLogger<ModelCatalog>.Instance);
        _watch = new CatalogWatch(_catalog, options, _time, NullLogger<CatalogWatch>.Instance);
    }

    private string Folder => Path.Combine(_home.Path, "catalog.d");

    public async ValueTask DisposeAsync()
    {
        await _watch.StopAsync(CancellationToken.None);
        _watch.Dispose();
        _catalog.Dispose();
        _home.Dispose();
    }

    [Fact]
    public async Task Watch_FolderMadeWhileItRuns_IsReadAndThenEachChange()
    {
        await _watch.StartAsync(CancellationToken.None);

        Write("""{ "models": [{ "id": "mine", "name": "First", "type": "small_llm" }] }""");
        await UntilAsync("First");
        Write("""{ "models": [{ "id": "mine", "name": "Second, longer", "type": "small_llm" }] }""");
        await UntilAsync("Second, longer");
        File.Delete(Path.Combine(Folder, "a.json"));
        await UntilAsync((string?)null);
    }

    [Fact]
    public async Task Watch_BadFile_KeepsWhatThereWas()
    {
        Write("""{ "models": [{ "id": "mine", "name": "Good", "type": "small_llm" }] }""");
        await _watch.StartAsync(CancellationToken.None);
        await UntilAsync("Good");

        Write("{ not json at all");
        await UntilAsync(() => _catalog.Current.Problems.Count == 1);

        Assert.Equal("Good", Name());
        Assert.Equal(1, _catalog.Current.Problems[0].Line);
    }

    private string? Name() => _catalog.Current.FindEntry("mine")?.Name;

    private Task UntilAsync(string? name) => UntilAsync(() => _catalog.Current.Entries.Count > 0 && Name() == name);

    // Notices of the file system come in their own time; the rescan's clock is moved on meanwhile.
    private Task UntilAsync(Func<bool> condition) => Eventually.HoldsAsync(() =>
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return condition();
    }, "the change is seen");

    private void Write(string json)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "a.json"), json);
    }
}
