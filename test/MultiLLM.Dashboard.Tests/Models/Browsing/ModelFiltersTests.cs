using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.Models.Browsing;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Models.Browsing;

public sealed class ModelFiltersTests
{
    private static readonly ModelInfo[] s_models =
    [
        Samples.Model("large", "Large One") with
        {
            Installed = false, State = "not_installed", Parameters = 70_000_000_000, License = "Apache-2.0", Fit = new FitInfo { Verdict = "too_large", Fits = false },
            Quality = Rated("code", 9),
        },
        Samples.Model("small", "Small One") with { Fit = new FitInfo { Verdict = "fits", Fits = true }, Quality = Rated("code", 5) },
        Samples.Model("tiny", "Tiny One") with { Parameters = 13_000_000, Fit = new FitInfo { Verdict = "loaded", Fits = true } },
        Samples.Model("vectors", "Vectors") with { Kind = "embedding", Parameters = null },
    ];

    private static readonly LiveView s_view = new() { Residency = Samples.Residency(Samples.Ready("tiny")) };

    [Fact]
    public void Apply_None_ShowsAllWithThoseInMemoryFirstAndThoseNotHereLast() => Assert.Equal(["tiny", "small", "vectors", "large"], Shown(ModelFilters.None));

    [Fact]
    public void Apply_Task_ShowsTheRatedOnesBestFirst() => Assert.Equal(["large", "small"], Shown(new() { Task = "code" }));

    [Fact]
    public void Apply_EmbeddingTask_IsAboutTheKind() => Assert.Equal(["vectors"], Shown(new() { Task = "embedding" }));

    [Fact]
    public void Apply_EachFlag_KeepsWhatHasIt()
    {
        Assert.Equal(["tiny", "small"], Shown(new() { Fits = true }));
        Assert.Equal(["tiny", "small", "vectors"], Shown(new() { Installed = true }));
        Assert.Equal(["tiny"], Shown(new() { Loaded = true }));
    }

    [Fact]
    public void Apply_Size_IsByParameters()
    {
        Assert.Equal(["tiny"], Shown(new() { Size = "tiny" }));
        Assert.Equal(["large"], Shown(new() { Size = "large" }));
    }

    [Fact]
    public void Apply_Text_NeedsAllWordsAnywhere()
    {
        Assert.Equal(["large"], Shown(new() { Text = "APACHE one" }));
        Assert.Empty(Shown(new() { Text = "apache tiny" }));
    }

    [Fact]
    public void ToQuery_None_LeavesTheAddressBare() => Assert.All(ModelFilters.None.ToQuery().Values, Assert.Null);

    private static IEnumerable<string> Shown(ModelFilters filters) => filters.Apply(s_models.Select(model => ModelRowView.Of(model, s_view))).Select(row => row.Info.Id);

    private static Dictionary<string, QualityInfo> Rated(string task, double score) => new() { [task] = new QualityInfo(score, "test") };
}
