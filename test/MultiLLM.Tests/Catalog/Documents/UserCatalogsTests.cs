using MultiLLM.Core.Catalog;
using MultiLLM.Core.Catalog.Documents;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Catalog.Documents;

public sealed class UserCatalogsTests : IDisposable
{
    private readonly TempFolder _home = new();
    private readonly UserCatalogs _catalogs;
    private int _writes;

    public UserCatalogsTests() => _catalogs = new UserCatalogs(Path.Combine(_home.Path, "catalog.d"));

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Scan_NoFolder_HasTheBuiltInModels()
    {
        var (known, problems) = _catalogs.Scan();

        Assert.Empty(problems);
        Assert.True(known.Entries.Count > 25);
    }

    [Fact]
    public void Scan_FolderMadeLater_IsSeen()
    {
        _catalogs.Scan();
        Write("a.json", """{ "models": [{ "id": "mine", "name": "Mine", "type": "small_llm" }] }""");

        Assert.Equal(ModelKind.Chat, Entry("mine")!.Kind);
    }

    [Fact]
    public void Scan_KnownModel_SingleMembersAreReplaced()
    {
        var before = Entry("phi-2")!;
        Write("a.json", """{ "models": [{ "id": "phi-2", "name": "My Phi", "quality": { "math": { "score": 9, "source": "estimate: mine" } }, "hidden": true }] }""");

        var after = Entry("phi-2")!;

        Assert.Equal(("My Phi", before.Source!.Files[0], true), (after.Name, after.Source!.Files[0], after.Hidden));
        Assert.Equal((9, before.Quality[ModelTask.Code]), (after.Quality[ModelTask.Math].Score, after.Quality[ModelTask.Code]));
    }

    [Fact]
    public void Scan_FileWrittenAgain_OnlyWhatItSaysDifferentlyIsAnotherEntry()
    {
        const string Same = """
            { "id": "mine", "name": "Mine", "type": "small_llm", "parameters": 1000000, "context_length": 512, "quantization": "Q8_0", "capabilities": ["chat", "tools"],
              "best_for": ["talk"], "aliases": ["my-own"], "quality": { "math": { "score": 9, "source": "estimate: mine" } },
              "source": { "repository": "me/mine", "file": "mine.gguf", "size_bytes": 1000 } }
            """;
        Write("a.json", $$"""{ "models": [{{Same}}, { "id": "other", "name": "Other", "type": "small_llm" }] }""");
        var (mine, other, builtIn) = (Entry("mine"), Entry("other"), Entry("phi-2"));

        Write("a.json", $$"""{ "models": [{ "id": "other", "name": "Another", "type": "small_llm" }, {{Same}}] }""");

        Assert.Same(mine, Entry("mine"));
        Assert.Same(builtIn, Entry("phi-2"));
        Assert.Equal(("Other", "Another"), (other!.Name, Entry("other")!.Name));
        Write("a.json", $$"""{ "models": [{{Same.Replace("\"talk\"", "\"talking\"")}}] }""");
        Assert.Equal(["talking"], Entry("mine")!.BestFor);
    }

    [Fact]
    public void Scan_LaterFile_Wins()
    {
        Write("1.json", """{ "models": [{ "id": "mine", "name": "One", "type": "small_llm" }], "aliases": [{ "alias": "a", "model": "phi-2" }] }""");
        Write("2.json", """{ "models": [{ "id": "mine", "name": "Two" }], "aliases": [{ "alias": "A", "model": "mine" }] }""");

        var (known, problems) = _catalogs.Scan();

        Assert.Empty(problems);
        Assert.Equal(("Two", "mine"), (Entry("mine")!.Name, Assert.Single(known.Presets).Model));
    }

    [Fact]
    public void Scan_FileBecomesBad_WhatItLastSaidStaysAndIsReported()
    {
        Write("a.json", """{ "models": [{ "id": "mine", "name": "Good", "type": "small_llm" }] }""");
        _catalogs.Scan();
        Write("a.json", "{\n  \"models\": [\n    { \"id\": \"mine\", \"name\": \"Bad\", \"context_length\": -1 }\n  ]\n}");

        var (_, problems) = _catalogs.Scan();

        Assert.Equal("Good", Entry("mine")!.Name);
        var problem = Assert.Single(problems);
        Assert.EndsWith("a.json", problem.Path);
        Assert.Equal(3, problem.Line);
        Assert.Contains("context_length is -1", problem.Reason);

        Write("a.json", """{ "models": [{ "id": "mine", "name": "Mended", "type": "small_llm" }] }""");
        Assert.Empty(_catalogs.Scan().Problems);
        Assert.Equal("Mended", Entry("mine")!.Name);
    }

    [Fact]
    public void Scan_FileRemoved_ItsModelsGo()
    {
        Write("a.json", """{ "models": [{ "id": "mine", "name": "Mine", "type": "small_llm" }], "hide": ["phi-2"] }""");
        Assert.True(Entry("phi-2")!.Hidden);
        File.Delete(Path.Combine(_home.Path, "catalog.d", "a.json"));

        Assert.Null(Entry("mine"));
        Assert.False(Entry("phi-2")!.Hidden);
    }

    [Theory]
    [InlineData("""{ "models": [{ "id": "brand-new", "type": "small_llm" }] }""", "needs a name")]
    [InlineData("""{ "models": [{ "id": "brand-new", "name": "x" }] }""", "needs a type")]
    [InlineData("""{ "aliases": [{ "alias": "Phi-2", "model": "gemma-2b-it" }] }""", "is the id of a model")]
    [InlineData("""{ "aliases": [{ "alias": "a", "model": "b" }, { "alias": "b", "model": "phi-2" }] }""", "itself an alias")]
    public void Scan_FileThatDoesNotGoWithTheOthers_IsReportedAndTheRestStays(string json, string reason)
    {
        Write("a.json", json);
        Write("b.json", """{ "models": [{ "id": "mine", "name": "Mine", "type": "small_llm" }] }""");

        var (known, problems) = _catalogs.Scan();

        Assert.Contains(reason, Assert.Single(problems).Reason);
        Assert.Equal(1, problems[0].Line);
        Assert.NotNull(Entry("mine"));
        Assert.Empty(known.Presets);
    }

    [Fact]
    public void Scan_NothingChanged_IsTheSameCatalog() => Assert.Same(_catalogs.Scan().Known, _catalogs.Scan().Known);

    private CatalogEntry? Entry(string id) => _catalogs.Scan().Known.Entries.SingleOrDefault(entry => entry.Id == id);

    private void Write(string name, string json)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_home.Path, "catalog.d")).FullName, name);
        File.WriteAllText(path, json);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddDays(++_writes)); // two writes within the clock's grain look alike
    }
}
