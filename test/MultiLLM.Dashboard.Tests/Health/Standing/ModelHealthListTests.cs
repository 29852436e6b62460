using Bunit;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Health.Standing;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Health.Standing;

public sealed class ModelHealthListTests : PageTest
{
    [Fact]
    public void Render_NotKnownYet_IsBusy() => Assert.Single(Render(null).FindAll("[aria-busy=true]"));

    [Fact]
    public void Render_NoModel_SaysWhereToGetOne() => Assert.Equal("/ui/models?fits=yes", Render([]).Find(".empty a").GetAttribute("href"));

    [Fact]
    public void Render_ModelNobodyAsked_HasNoScore()
    {
        var row = Render([Samples.ModelHealth("a", score: null)]).Find("[data-testid=health-a]");

        Assert.Contains("No data yet", row.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("of 100", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_ModelThatCrashed_TellsFiguresReasonAndOffersWhatHelps()
    {
        Api.On("POST /models/a%3Cb%3E/load", "{}");
        var lost = new HealthDeductionInfo
        {
            Part = "availability", Points = 20, ModelId = "a<b>", Reason = "<i>a</i> failed last time.", Advice = "Try to load it.", Action = new HealthActionInfo("load", "a<b>"),
        };
        var model = Samples.ModelHealth("a<b>", 70) with { Requests = 12_345, Failed = 1, Crashes = 2, LastAskedAt = Now.AddSeconds(-5), BaselineAnswers = 40, Deductions = [lost] };

        var list = Render([model]);

        Assert.Contains("Not at its best, 70 of 100", list.Markup, StringComparison.Ordinal);
        var text = list.Find("li").TextContent;
        Assert.All((string[])["12.3K requests in the last hour", "1 failed", "2 crashes", "known by 40 answers", "<i>a</i> failed last time. (20 points)"], part => Assert.Contains(part, text, StringComparison.Ordinal));
        await list.Find("button[aria-label='Load a<b>']").ClickAsync(new());
        Assert.Contains("POST /models/a%3Cb%3E/load", Api.Asked);
    }

    private IRenderedComponent<ModelHealthList> Render(IReadOnlyList<ModelHealthInfo>? models) =>
        Render<ModelHealthList>(parameters => parameters.Add(list => list.Models, models));
}
