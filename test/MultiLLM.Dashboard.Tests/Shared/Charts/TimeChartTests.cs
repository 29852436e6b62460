using System.Text.Json;
using Bunit;
using MultiLLM.Dashboard.Shared.Charts;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Shared.Charts;

public sealed class TimeChartTests : PageTest
{
    [Fact]
    public void Legend_Clicked_HidesTheLineAndShowsItAgain()
    {
        var module = JSInterop.SetupModule("./ui/charts.js");
        var drawn = module.SetupModule(call => call.Identifier == "create");
        var shown = drawn.SetupVoid(call => call.Identifier == "show").SetVoidResult();
        var chart = Render<TimeChart>(parameters => parameters.Add(c => c.Title, "Tokens").Add(c => c.Data, Data("Read", "Written")));
        var names = chart.FindAll(".chart-legend button");
        Assert.Equal(["Read", "Written"], names.Select(name => name.TextContent.Trim()));

        names[1].Click();
        Assert.Equal("false", chart.FindAll(".chart-legend button")[1].GetAttribute("aria-pressed"));
        chart.FindAll(".chart-legend button")[1].Click();

        Assert.Equal([[1, false], [1, true]], shown.Invocations.Select(call => call.Arguments));
        Assert.Equal("true", chart.FindAll(".chart-legend button")[1].GetAttribute("aria-pressed"));
    }

    [Fact]
    public void Draw_ClockNotAskedYet_IsInTheBrowsersTimeAllTheSame()
    {
        JSInterop.SetupModule("./ui/dashboard.js").Setup<string?>("timeZone").SetResult("Asia/Kolkata");
        var charts = JSInterop.SetupModule("./ui/charts.js");
        charts.SetupModule(call => call.Identifier == "create");

        Render<TimeChart>(parameters => parameters.Add(c => c.Title, "Tokens").Add(c => c.Data, Data("Read")));

        Assert.Contains("\"zone\":\"Asia/Kolkata\"", JsonSerializer.Serialize(Assert.Single(charts.Invocations["create"]).Arguments[2]), StringComparison.Ordinal);
    }

    [Fact]
    public void Legend_OneLine_CannotBeHidden() =>
        Assert.Empty(Render<TimeChart>(parameters => parameters.Add(c => c.Title, "Tokens").Add(c => c.Data, Data("Read"))).FindAll(".chart-legend button"));

    private static ChartData Data(params IEnumerable<string> names) => new([Now], Now.AddMinutes(1), [.. names.Select(name => new ChartSeries(name, ChartUnit.Tokens, [1]))]);
}
