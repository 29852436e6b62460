using MultiLLM.Core.Catalog;
using MultiLLM.Core.Catalog.Fit;

namespace MultiLLM.Tests.Catalog.Fit;

public sealed class ClosestFitTests
{
    private static readonly ModelDefinition Wanted = Model("big", 8_000_000_000, "Qwen3");

    [Fact]
    public void Find_SeveralFit_TheNearestInSize() =>
        Assert.Equal("middle", Closest((Model("tiny", 100_000_000), true), (Model("middle", 3_000_000_000), true), (Model("huge", 70_000_000_000), true)));

    [Fact]
    public void Find_SameFamily_BeatsASlightlyNearerStranger() =>
        Assert.Equal("sister", Closest((Model("stranger", 6_000_000_000), true), (Model("sister", 4_000_000_000, "Qwen3"), true)));

    [Fact]
    public void Find_Installed_BeatsOneToBeFetched() =>
        Assert.Equal("here", Closest((Model("away", 4_000_000_000) with { Path = "" }, true), (Model("here", 4_000_000_000), true)));

    [Fact]
    public void Find_NothingThatWouldDo_IsNull() => Assert.Null(Closest(
        (Model("too-big", 7_000_000_000), false),
        (Wanted, true),
        (Model("starter", 13_000_000) with { Starter = true }, true),
        (Model("embedder", 8_000_000_000) with { Kind = ModelKind.Embedding }, true)));

    private static string? Closest(params (ModelDefinition Model, bool Fits)[] candidates) =>
        ClosestFit.Find(Wanted, candidates.Select(candidate => (candidate.Model, Fit(candidate.Fits))))?.Id;

    private static ModelFit Fit(bool fits) => new()
    {
        Verdict = fits ? FitVerdict.Fits : FitVerdict.TooLarge,
        Memory = new MemoryRoom(1, 1, 0, 1, 0),
        Gpu = new GpuRoom(0, 0, 0, ""),
    };

    private static ModelDefinition Model(string id, long parameters, string family = "Other") => FitCheckTests.Model(id) with
    {
        Parameters = parameters,
        Entry = new CatalogEntry { Id = id, Name = id, Type = ModelType.SmallLlm, Family = family },
    };
}
