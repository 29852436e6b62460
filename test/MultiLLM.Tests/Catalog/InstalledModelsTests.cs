using MultiLLM.Core.Catalog;
using MultiLLM.Core.Catalog.Documents;

namespace MultiLLM.Tests.Catalog;

public sealed class InstalledModelsTests
{
    private const string Digest = "324356668fa5ba9f4135de348447bb2bbe2467eaa1b8fcfb53719de62fbd2499";

    private static readonly KnownModels Known = BuiltInCatalog.Load();

    [Fact]
    public void Join_FileNamedAsPublished_BecomesTheEntrysModel()
    {
        var model = Single(Join(File("phi-2.Q4_K_M.gguf", "phi2")));

        Assert.Equal(("phi-2", "Phi-2", "instruct-output", "MIT"), (model.Id, model.Name, model.FallbackTemplate, model.License));
        Assert.Equal(["phi-2.q4_k_m"], model.Aliases);
        Assert.Equal("phi-2", model.Entry!.Id);
    }

    [Fact]
    public void Join_SameNameAnotherArchitecture_IsNotTheEntry() => Assert.Null(Single(Join(File("phi-2.Q4_K_M.gguf", "llama"))).Entry);

    [Fact]
    public void Join_SettingsNameTheEntryOrTheDigest_TheyDecide()
    {
        var byId = Single(Join(File("whatever.gguf", "llama", new ModelSidecar { CatalogId = "gemma-2b-it", Name = "My name", Aliases = ["g"] })));
        var byDigest = Single(Join(File("whatever.gguf", "phi2", new ModelSidecar
        {
            Source = new SidecarSource { Repository = "somebody/phi", Revision = "main", File = "x.gguf", Sha256 = Digest.ToUpperInvariant(), PulledAt = default },
        })));

        Assert.Equal(("gemma-2b-it", "My name"), (byId.Id, byId.Name));
        Assert.Equal(["g", "gemma-2b", "whatever"], byId.Aliases);
        Assert.Equal("phi-2", byDigest.Id);
    }

    [Fact]
    public void Join_SecondFileOfAnEntry_KeepsItsOwnIdAndHasTheFacts()
    {
        var joined = Join(File("phi-2.Q4_K_M.gguf", "phi2"), File("phi-2.Q8_0.gguf", "phi2", new ModelSidecar { CatalogId = "phi-2" }));

        Assert.Equal(["phi-2", "phi-2.q8_0"], joined.Models.Select(model => model.Id));
        Assert.All(joined.Models, model => Assert.Equal("phi-2", model.Entry!.Id));
    }

    /// <summary>What looks changed is loaded again at its next request.</summary>
    [Fact]
    public void Join_NothingChanged_EveryModelEqualsItself()
    {
        FoundModel[] files = [File("phi-2.Q4_K_M.gguf", "phi2"), File("whatever.gguf", "llama", new ModelSidecar { CatalogId = "gemma-2b-it", Aliases = ["g"] }), File("mine.gguf", "llama")];

        Assert.Equal(Join(files).Models, Join(files).Models);
        Assert.NotEqual(Join(files).Find("g"), Join(files[0], File("whatever.gguf", "llama", new ModelSidecar { CatalogId = "gemma-2b-it", Aliases = ["h"] })).Find("h"));
    }

    [Fact]
    public void Join_UnknownFile_StaysAsItIs()
    {
        var joined = Join(File("mine.gguf", "llama"));

        Assert.Equal(("mine", null), (Single(joined).Id, Single(joined).Entry));
        Assert.Equal(Known.Entries.Count, joined.NotInstalled.Count());
        Assert.Equal("qwen3-4b", joined.FindEntry("QWEN3-4B")!.Id);
        Assert.Equal("tinyllama-1.1b-chat", joined.FindEntry("tinyllama")!.Id);
    }

    [Fact]
    public void Join_HiddenModels_AreInNoListButFound()
    {
        var hide = Known.With(new CatalogDocument { Hide = ["phi-2", "mine"] }).Known!;
        var joined = InstalledModels.Join(
            new FoundFiles([File("phi-2.Q4_K_M.gguf", "phi2"), File("mine.gguf", "llama"), File("other.gguf", "llama")], []), hide, []);

        Assert.Equal(["other"], joined.Models.Select(model => model.Id));
        Assert.DoesNotContain(joined.Entries, entry => entry.Id == "phi-2");
        Assert.NotNull(joined.Find("phi-2"));
        Assert.NotNull(joined.Find("mine"));
        Assert.NotNull(joined.FindEntry("phi-2"));
    }

    [Fact]
    public void Join_Preset_FindsItsModel()
    {
        var known = Known.With(new CatalogDocument { Aliases = [new PresetDocument { Alias = "precise", Model = "phi-2", System = "Be brief." }] }).Known!;
        var joined = InstalledModels.Join(new FoundFiles([File("phi-2.Q4_K_M.gguf", "phi2")], []), known, []);

        Assert.Equal(("phi-2", "Be brief."), (joined.Find("PRECISE")!.Id, joined.FindPreset("precise")!.System));
        Assert.Null(joined.FindPreset("phi-2"));
    }

    [Theory]
    [InlineData("phi-2", "\"phi-2\" is a known model that is not installed yet. Get it with: multillm pull phi-2")]
    [InlineData("tinyllama", "\"tinyllama\", which is \"tinyllama-1.1b-chat\", is a known model that is not installed yet")]
    [InlineData("bge-reranker-v2-m3", "is a known model, but it cannot be run: BGE Reranker v2 M3 is a reranking model")]
    public void NotFound_KnownModel_SaysHowToGetIt(string asked, string message) =>
        Assert.Contains(message, CloseMatches.NotFound(asked, Join()).Message);

    private static CatalogSnapshot Join(params FoundModel[] files) => InstalledModels.Join(new FoundFiles(files, []), Known, []);

    private static ModelDefinition Single(CatalogSnapshot snapshot) => Assert.Single(snapshot.Models);

    private static FoundModel File(string name, string architecture, ModelSidecar? settings = null) => new(
        new ModelDefinition
        {
            Id = ModelDescriber.IdOf(name),
            Name = settings?.Name ?? name,
            Kind = ModelKind.Chat,
            Path = "/models/" + name,
            Architecture = architecture,
            Aliases = settings?.Aliases ?? [],
        },
        settings);
}
