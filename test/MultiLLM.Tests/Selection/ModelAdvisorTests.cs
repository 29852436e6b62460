using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Catalog.Fit;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection;
using MultiLLM.Core.Selection.Ranking;

namespace MultiLLM.Tests.Selection;

public sealed class ModelAdvisorTests
{
    private static readonly ChatMessage[] Question = [new(ChatRole.User, "hello there")];

    [Fact]
    public async Task Advise_Anything_RanksAsARequestWouldAndTouchesNoModel()
    {
        await using var world = World([]);

        var advice = await AdviseAsync(world);

        Assert.Equal("one", advice.Candidates[0].Model.Id);
        Assert.Contains("one", advice.Reason);
        Assert.Equal((0, null), (world["one"].Asked, world.Residency.LastDemand));
        Assert.Empty(world.Decisions);
        Assert.Equal("one", (await world.AskAsync()).Model.Id);
    }

    [Fact]
    public async Task Advise_PreferenceInTheName_Counts()
    {
        await using var world = World([]);

        Assert.Equal("fast", (await AdviseAsync(world, new GenerationOptions { ModelId = "auto:fast" })).Preference.Name);
    }

    [Fact]
    public async Task Prospects_BetterAndFitting_BestFirstAndNoMoreThanAskedFor()
    {
        await using var world = World([Known("better", 7), Known("best", 9), Known("worse", 2), Known("huge", 10, fits: false)]);
        var advisor = world.Get<IModelAdvisor>();
        var advice = await AdviseAsync(world);

        Assert.Equal(["best", "better"], (await advisor.ProspectsAsync(advice, 5, CancellationToken.None)).Select(p => p.Entry.Id));
        var only = Assert.Single(await advisor.ProspectsAsync(advice, 1, CancellationToken.None));
        Assert.Equal(("best", 2_000_000L, 3_000_000L), (only.Entry.Id, only.DownloadBytes, only.MemoryBytes));
        Assert.Contains("fits this machine", only.Reason);
        Assert.Null(world.Residency.LastDemand);
    }

    [Fact]
    public async Task Prospects_WhatCannotHelp_IsLeftOut()
    {
        await using var world = World([
            Known("no-source", 9) with { Source = null }, Known("cannot-run", 9) with { CannotRun = "no" }, Known("embedder", 9) with { Kind = ModelKind.Embedding },
            Known("starter", 9) with { Starter = true }, Known("short", 9) with { ContextLength = 1 }, Known("denied", 9), Known("hidden", 9) with { Hidden = true }]);

        var advice = await AdviseAsync(world, new GenerationOptions { Wishes = new SelectionWishes { Deny = ["denied"] } });

        Assert.Empty(await world.Get<IModelAdvisor>().ProspectsAsync(advice, 5, CancellationToken.None));
    }

    [Fact]
    public async Task Prospects_LoadedOnesOnlyAreWished_None()
    {
        await using var world = World([Known("best", 9)]);

        var advice = await AdviseAsync(world, new GenerationOptions { Wishes = new SelectionWishes { LoadedOnly = true } });

        Assert.Empty(await world.Get<IModelAdvisor>().ProspectsAsync(advice, 5, CancellationToken.None));
    }

    [Fact]
    public async Task Prospects_NothingInstalled_WhatWouldServe()
    {
        await using var world = new SelectionWorld([], [Known("best", 9)], Fit);

        var advice = await AdviseAsync(world);

        Assert.Contains("No model that writes text is installed", advice.Reason);
        Assert.Equal("best", Assert.Single(await world.Get<IModelAdvisor>().ProspectsAsync(advice, 5, CancellationToken.None)).Entry.Id);
    }

    private static SelectionWorld World(CatalogEntry[] known) => new([], known, Fit, new FakeModel("one", 5));

    private static void Fit(IServiceCollection services) => services.AddSingleton<IModelFit, FitByName>();

    private static CatalogEntry Known(string id, double quality, bool fits = true) => new FakeModel(id, quality).Definition.Entry! with
    {
        Id = fits ? id : "huge", Parameters = 2_000_000, ContextLength = 4096, Source = new ModelSource { Repository = "owner/repo", Files = [new SourceFile("m.gguf", 2_000_000)] },
    };

    private static async Task<Advice> AdviseAsync(SelectionWorld world, GenerationOptions? options = null) =>
        (await world.Get<IModelAdvisor>().AdviseAsync(Question, options, CancellationToken.None)).OrThrow();

    private sealed class FitByName : IModelFit
    {
        public ModelFit Judge(ModelDefinition model, FitRequest? request = null) => throw new NotSupportedException();

        public ModelFit Judge(CatalogEntry entry, FitRequest? request = null) => new()
        {
            Verdict = entry.Id == "huge" ? FitVerdict.TooLarge : FitVerdict.Fits,
            Memory = new MemoryRoom(1, 1, 1, 1, 1),
            Gpu = new GpuRoom(0, 0, 0, "none"),
            Needs = new Core.Residency.Memory.Footprint(3_000_000, 0, 0, 0, Core.Residency.Memory.FootprintSource.Measured),
        };

        public ClosestModel? ClosestTo(string idOrAlias, CatalogSnapshot catalog, FitRequest? request = null) => throw new NotSupportedException();
    }
}
