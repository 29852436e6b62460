using MultiLLM.Core.Analytics.Efficiency;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Ranking;

namespace MultiLLM.Tests.Analytics.Efficiency;

public sealed class EfficiencyRulesTests
{
    private static readonly Dictionary<ModelTask, long> s_demand = new() { [ModelTask.Chat] = 60, [ModelTask.Code] = 40 };

    [Fact]
    public void Report_EachBestAtSomething_TellsSharesAndWhatItsLossWouldCost()
    {
        var report = Report(Model("chat", chat: 7, code: 3), Model("code", chat: 5, code: 8));

        Assert.Equal((100, "chat", "code"), (report.Requests, report.Models[0].ModelId, report.Models[1].ModelId));
        Assert.Equal([0.6, 0.4], report.Models.Select(model => model.BestShare));
        Assert.Equal([0.6 * 2, 0.4 * 5], report.Models.Select(model => Math.Round(model.QualityLost, 9)));
        Assert.Equal((0.6 * 7) + (0.4 * 3), report.Models[0].Quality, 1e-9);
        Assert.StartsWith("No model can go without a loss. code would be missed least: it serves 40 %", report.Advice, StringComparison.Ordinal);
        Assert.Equal("chat", report.Models[1].Tasks.Single(task => task.Task == ModelTask.Code).NextBest);
    }

    [Fact]
    public void Report_ModelThatNobodyWouldMiss_IsNamedWithWhatItFrees()
    {
        var report = Report(Model("good", chat: 7, code: 8), Model("large", chat: 6, code: 7, bytes: 8_000_000_000, idleHours: 5), Model("small", chat: 5, code: 5));

        Assert.Equal("large could go: it takes 8.0 GB, nobody asked for it for 5 h, and other models serve every request as well.", report.Advice);
        Assert.Equal(0, report.Models.Single(model => model.ModelId == "large").QualityLost);
    }

    [Fact]
    public void Report_AsGoodButSlower_IsNotTheBest()
    {
        var report = Report(Model("quick", chat: 7, code: 7, seconds: 1), Model("slow", chat: 7, code: 7, seconds: 30));

        Assert.Equal([("quick", 1.0), ("slow", 0.0)], report.Models.Select(model => (model.ModelId, model.BestShare)));
        Assert.Equal(29, report.Models[0].SecondsLost, 1e-9);
        Assert.Equal((7.0, 7 / 30.0), (report.Models[0].QualityPerSecond, report.Models[1].QualityPerSecond));
    }

    [Fact]
    public void Report_Twins_NeitherIsMissedAndOneMayGo() =>
        Assert.StartsWith("one could go", Report(Model("one", 5, 5, bytes: 2_000_000_000), Model("two", 5, 5)).Advice, StringComparison.Ordinal);

    [Fact]
    public void Report_NoRequests_WeighsAllTasksTheSame()
    {
        var report = EfficiencyRules.Report([Model("one", 5, 9), Model("two", 5, 1)], new Dictionary<ModelTask, long>(), Preference.Balanced);

        Assert.Equal((0, "0 requests say too little about which model could go; ask again after 50."), (report.Requests, report.Advice));
        Assert.Equal(Enum.GetValues<ModelTask>().Length, report.Models[0].Tasks.Count);
        Assert.Equal(1, report.Models[0].Tasks.Sum(task => task.Share), 1e-9);
    }

    [Fact]
    public void Report_FewRequests_TellsNobodyToGo()
    {
        var few = new Dictionary<ModelTask, long> { [ModelTask.Chat] = 1 };

        Assert.StartsWith("1 request says too little", EfficiencyRules.Report([Model("one", 5, 9), Model("two", 1, 1)], few, Preference.Balanced).Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "No model that writes text is installed.")]
    [InlineData(1, "only is the only model that writes text, so there is nothing to drop.")]
    public void Report_FewModels_HasNothingToDrop(int count, string advice) =>
        Assert.Equal(advice, EfficiencyRules.Report([.. Enumerable.Repeat(Model("only", 5, 5), count)], s_demand, Preference.Balanced).Advice);

    private static EfficiencyReport Report(params ModelUse[] models) => EfficiencyRules.Report(models, s_demand, Preference.Balanced);

    private static ModelUse Model(string id, double chat, double code, double seconds = 2, long bytes = 1_000_000_000, double? idleHours = null) => new()
    {
        ModelId = id, Bytes = bytes, IdleHours = idleHours, Measured = true,
        Tasks = Enum.GetValues<ModelTask>().ToDictionary(task => task, task => (task == ModelTask.Code ? code : chat, seconds)),
    };
}
