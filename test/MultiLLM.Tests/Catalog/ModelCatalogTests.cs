using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Events;
using MultiLLM.Core.Hosting;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Catalog;

public sealed class ModelCatalogTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly EventLog _events;
    private readonly ModelCatalog _catalog;

    public ModelCatalogTests()
    {
        _events = new EventLog(_time);
        _catalog = Catalog(_folder.Path);
    }

    public void Dispose()
    {
        _catalog.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Refresh_StarterModels_AreFoundWithTheirSettings()
    {
        using var catalog = Catalog(RepositoryRoot.StarterModels);

        var found = await catalog.RefreshAsync(CancellationToken.None);

        Assert.Empty(found.Problems);
        Assert.Equal(["starter-chat", "starter-code", "starter-embed"], found.Models.Select(m => m.Id));
        Assert.Equal([ModelKind.Chat, ModelKind.Code, ModelKind.Embedding], found.Models.Select(m => m.Kind));
        var chat = found.Find("starter-chat")!;
        Assert.Equal(("Starter Chat", "llama", "Q8_0", 512), (chat.Name, chat.Architecture, chat.Quantization, chat.TrainedContextLength));
        Assert.InRange(chat.Parameters!.Value, 12_500_000, 13_500_000);
        Assert.True(chat.Starter);
        Assert.NotNull(chat.Notice);
        Assert.Equal(0, chat.Sampling.Temperature);
        Assert.Equal(chat, found.Find("STARTER"));
    }

    [Fact]
    public async Task Refresh_NestedFolders_TwoLevelsDeep()
    {
        Write("top.gguf");
        Write("a/one.gguf");
        Write("a/b/two.GGUF");
        Write("a/b/c/three.gguf");

        Assert.Equal(["one", "top", "two"], (await RefreshAsync()).Models.Select(m => m.Id));
    }

    [Fact]
    public async Task Refresh_SameNameTwice_BothAreListedUnderDifferentIds()
    {
        Write("a/Model X.gguf");
        Write("b/model-x.gguf");
        Write("auto.gguf");

        Assert.Equal(["auto-2", "model-x", "model-x-2"], (await RefreshAsync()).Models.Select(m => m.Id));
    }

    [Theory]
    [InlineData("Llama-3.2-1B-Instruct-Q4_K_M.gguf", "llama-3.2-1b-instruct-q4_k_m")]
    [InlineData("big-00001-of-00003.gguf", "big")]
    [InlineData("  wéird (name)!.gguf", "w-ird-name")]
    [InlineData("!!!.gguf", "model")]
    public void IdOf_FileName_IsCleaned(string file, string id) => Assert.Equal(id, ModelDescriber.IdOf("/models/" + file));

    [Theory]
    [InlineData("llama", "Tiny Llama Chat", ModelKind.Chat)]
    [InlineData("qwen2", "Qwen2.5 Coder 7B", ModelKind.Code)]
    [InlineData("llama", "CodeLlama 7B", ModelKind.Code)]
    [InlineData("starcoder2", "StarCoder2", ModelKind.Code)]
    [InlineData("llama", "Unicode Decoder Helper", ModelKind.Chat)]
    [InlineData("nomic-bert", "nomic embed", ModelKind.Embedding)]
    public async Task Refresh_Kind_FromArchitectureAndName(string architecture, string name, ModelKind kind)
    {
        GgufFile.Model(architecture, 512, name).WriteTo(_folder.Path, "m.gguf");

        Assert.Equal(kind, (await RefreshAsync()).Find("m")!.Kind);
    }

    [Fact]
    public async Task Refresh_PoolingOfAChatArchitecture_MakesItAnEmbeddingModel()
    {
        GgufFile.Model("qwen3").With("qwen3.pooling_type", 3u).WriteTo(_folder.Path, "m.gguf");

        Assert.Equal(ModelKind.Embedding, (await RefreshAsync()).Find("m")!.Kind);
    }

    [Fact]
    public async Task Refresh_DamagedFile_IsAProblemAndOthersAreListed()
    {
        Write("good.gguf");
        File.WriteAllText(Path.Combine(_folder.Path, "bad.gguf"), "this is no model at all, only text");

        var found = await RefreshAsync();

        Assert.Equal(["good"], found.Models.Select(m => m.Id));
        Assert.EndsWith("bad.gguf", Assert.Single(found.Problems).Path);
    }

    [Theory]
    [InlineData("{ not json", "cannot be read")]
    [InlineData("""{ "kind": "poetry" }""", "kind")]
    [InlineData("""{ "contextlength": 5 }""", "contextlength")]
    [InlineData("""{ "context_length": 0 }""", "context_length 0")]
    [InlineData("""{ "sampling": { "temperature": -1 } }""", "sampling.temperature")]
    [InlineData("""{ "fallback_template": "poem" }""", "poem")]
    public async Task Refresh_BadSettingsFile_IsAProblemAndTheModelStays(string json, string message)
    {
        Write("m.gguf");
        File.WriteAllText(Path.Combine(_folder.Path, "m.gguf.json"), json);

        var found = await RefreshAsync();

        Assert.NotNull(found.Find("m"));
        Assert.Contains(message, Assert.Single(found.Problems).Reason);
    }

    [Fact]
    public async Task Refresh_SettingsFileChanged_IsReadAgain()
    {
        Write("m.gguf");
        await RefreshAsync();
        File.WriteAllText(Path.Combine(_folder.Path, "m.gguf.json"), """{ "name": "New name", "aliases": ["nick"], "kind": "code" }""");

        var model = (await RefreshAsync()).Find("nick")!;

        Assert.Equal(("m", "New name", ModelKind.Code), (model.Id, model.Name, model.Kind));
    }

    [Fact]
    public async Task Refresh_LaterPartsOfASplitModel_AreNoModels()
    {
        GgufFile.Model().With("split.no", (ushort)0).With("split.count", (ushort)2).WriteTo(_folder.Path, "big-00001-of-00002.gguf");
        GgufFile.Model().With("split.no", (ushort)1).With("split.count", (ushort)2).WriteTo(_folder.Path, "big-00002-of-00002.gguf");

        Assert.Equal(["big"], (await RefreshAsync()).Models.Select(m => m.Id));
    }

    [Fact]
    public async Task Refresh_MissingPart_IsAProblemUntilItComes()
    {
        GgufFile.Model().With("split.no", (ushort)0).With("split.count", (ushort)2).WriteTo(_folder.Path, "big-00001-of-00002.gguf");

        Assert.Contains("missing: big-00002-of-00002.gguf", Assert.Single((await RefreshAsync()).Problems).Reason);

        GgufFile.Model().With("split.no", (ushort)1).With("split.count", (ushort)2).WriteTo(_folder.Path, "big-00002-of-00002.gguf");

        Assert.Equal(["big"], (await RefreshAsync()).Models.Select(m => m.Id));
    }

    [Fact]
    public async Task Refresh_LaterPartAlone_IsAProblem()
    {
        GgufFile.Model().With("split.no", (ushort)1).With("split.count", (ushort)2).WriteTo(_folder.Path, "big-00002-of-00002.gguf");

        Assert.Contains("part 2 of 2", Assert.Single((await RefreshAsync()).Problems).Reason);
    }

    [Fact]
    public async Task Refresh_Problem_IsAnEventOnce()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "bad.gguf"), "no model");
        var before = _events.LastId;

        await RefreshAsync();
        await RefreshAsync();

        var told = Assert.Single(_events.ReadAfter(before).Events);
        Assert.Equal(EventKinds.CatalogProblem, told.Kind);
        Assert.Contains("bad.gguf", told.Message);
    }

    [Fact]
    public async Task Find_FileAddedSince_IsSeenWithoutARefresh_AtMostOnceASecond()
    {
        await RefreshAsync();
        Write("late.gguf");
        Assert.Equal(ErrorCode.ModelNotFound, (await _catalog.FindAsync("late", CancellationToken.None)).Error!.Code);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("late", (await _catalog.FindAsync("late", CancellationToken.None)).OrThrow().Id);
    }

    [Fact]
    public async Task Find_Misspelt_NamesCloseMatches()
    {
        Write("llama-3.2-1b.gguf");
        Write("phi-2.gguf");
        await RefreshAsync();

        var error = (await _catalog.FindAsync("lama-3.2-1b", CancellationToken.None)).Error!;

        Assert.Contains("Did you mean \"llama-3.2-1b\"?", error.Message);
        Assert.DoesNotContain("phi-2", error.Message);
    }

    [Fact]
    public async Task Find_EnormousName_IsShortenedInTheError()
    {
        Write("phi-2.gguf");

        var error = (await _catalog.FindAsync(new string('x', 1_000_000), CancellationToken.None)).Error!;

        Assert.InRange(error.Message.Length, 1, 300);
    }

    private ModelCatalog Catalog(string folder)
    {
        var options = new MultiLLMOptions { StarterFolder = "", ModelFolders = { folder } };
        return new ModelCatalog(Options.Create(options), _events, _time, NullLogger<ModelCatalog>.Instance);
    }

    private void Write(string path) => GgufFile.Model().WriteTo(
        Path.Combine(_folder.Path, Path.GetDirectoryName(path)!), Path.GetFileName(path));

    private ValueTask<CatalogSnapshot> RefreshAsync() => _catalog.RefreshAsync(CancellationToken.None);
}
