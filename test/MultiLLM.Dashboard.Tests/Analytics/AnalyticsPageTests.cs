using System.Net;
using System.Text.Json;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Analytics;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Analytics;

public sealed class AnalyticsPageTests : PageTest
{
    private const string Hostile = "<img src=x onerror=alert(1)>";

    public AnalyticsPageTests()
    {
        JSInterop.SetupModule("./ui/dashboard.js").Setup<string>("timeZone").SetResult("UTC");
        Api.On("GET /analytics/trends", """{"metric":"requests","bucket":"hour","time_zone":"UTC","from":"2026-11-22T14:00:00Z","to":"2026-11-23T14:00:00Z","series":[{"points":[{"start":"2026-11-22T14:00:00Z","requests":4,"value":4}]}]}""");
        Api.On("GET /analytics/elo", """{"votes":0,"method":"","ratings":[],"notice":"No votes were cast."}""");
        Api.On("GET /analytics/efficiency", """{"from":"2026-11-23T14:00:00Z","to":"2026-11-24T14:00:00Z","advice":"No model can go.","models":[]}""");
    }

    [Fact]
    public void Render_BeforeTheServiceAnswers_TakesTheRoomOfWhatComes()
    {
        Api.OnEvents("GET /analytics/summary", new NeverEnding());

        var page = Render<AnalyticsPage>();

        Assert.Equal("Analytics", page.Find("h1").TextContent);
        Assert.NotEmpty(page.FindAll("[aria-busy=true]"));
        Assert.Equal("true", page.Find("[data-testid=period-day]").GetAttribute("aria-pressed"));
    }

    [Fact]
    public void Render_NothingWasAsked_SaysWhatToDo()
    {
        Answer([]);

        var page = Render<AnalyticsPage>();

        Assert.Equal("/ui/playground", page.WaitForElement("[data-testid=no-requests] a").GetAttribute("href"));
        Assert.Contains("Nothing failed", page.Find("[data-testid=troubles]").TextContent, StringComparison.Ordinal);
        Assert.Contains("No such request", page.Find("[data-testid=requests]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Requests_ShowsFiguresModelsErrorsAndEachOne()
    {
        Answer([AnalyticsSamples.Request(), AnalyticsSamples.Request("req-2", "failed")], AnalyticsSamples.Group("starter-chat", AnalyticsSamples.Figures(3, failed: 1, seconds: 2)));

        var page = Render<AnalyticsPage>();

        page.WaitForElement("[data-testid=open-request]");
        Assert.Equal(8, page.FindAll("[data-testid=usage] .stat").Count);
        Assert.Equal(6, page.FindAll("figure.chart").Count);
        Assert.Contains("starter-chat", page.Find("[data-testid=comparison] tbody").TextContent, StringComparison.Ordinal);
        Assert.Equal("No model can go.", page.Find("[data-testid=advice]").TextContent);
        Assert.EndsWith("?model=starter-chat&outcome=failed", page.Find("[data-testid=troubles-model] a").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal(["Succeeded", "Failed"], page.FindAll("[data-testid=requests] .state-mark").Select(mark => mark.TextContent.Trim()));
        Assert.EndsWith("?request=req-1", page.Find("[data-testid=open-request]").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_HostileNames_StandAsText()
    {
        Answer([AnalyticsSamples.Request() with { ModelUsed = Hostile, Task = Hostile }], AnalyticsSamples.Group(Hostile, AnalyticsSamples.Figures(2, failed: 1)));

        var page = Render<AnalyticsPage>();

        page.WaitForElement("[data-testid=open-request]");
        Assert.Empty(page.FindAll("img"));
        Assert.Contains(Hostile, page.Find("[data-testid=filter-model]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_KeysInUse_CanBeFilteredBy()
    {
        Answer([], AnalyticsSamples.Group("team-a"));

        Assert.NotNull(Render<AnalyticsPage>().WaitForElement("[data-testid=filter-key]"));
    }

    [Fact]
    public void Render_NoKeys_HasNoFilterForThem()
    {
        Answer([], AnalyticsSamples.Group("none"));

        var page = Render<AnalyticsPage>();

        page.WaitForElement("[data-testid=usage]");
        Assert.Empty(page.FindAll("[data-testid=filter-key]"));
    }

    [Fact]
    public void Render_DatabaseInTrouble_SaysSoAndTriesAgain()
    {
        Api.On("GET /analytics/summary", """{"error":{"code":"analytics_unavailable","message":"The database does not answer."}}""", HttpStatusCode.ServiceUnavailable);
        var page = Render<AnalyticsPage>();
        Assert.Contains("The database does not answer.", page.WaitForElement("[role=alert]").TextContent, StringComparison.Ordinal);

        Answer([]);
        page.Find("[data-testid=refresh]").Click();

        page.WaitForElement("[data-testid=usage]");
    }

    [Fact]
    public void Refresh_ServiceAway_KeepsWhatIsThereAndSaysThatItIsOlder()
    {
        Answer([AnalyticsSamples.Request()]);
        var page = Render<AnalyticsPage>();
        page.WaitForElement("[data-testid=usage]");

        Api.On("GET /analytics/summary", "", HttpStatusCode.BadGateway);
        page.Find("[data-testid=refresh]").Click();

        page.WaitForAssertion(() => Assert.Contains("What is shown is older.", page.Find("[data-testid=as-of]").TextContent, StringComparison.Ordinal));
        Assert.NotNull(page.Find("[data-testid=usage]"));
    }

    [Fact]
    public void Address_PeriodAndFilters_AreAskedForAndShown()
    {
        Answer([AnalyticsSamples.Request()]);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/ui/analytics?period=hour&model=a&task=code&outcome=failed&cursor=17");

        var page = Render<AnalyticsPage>();

        page.WaitForElement("[data-testid=open-request]");
        Assert.Equal("true", page.Find("[data-testid=period-hour]").GetAttribute("aria-pressed"));
        Assert.Contains(Api.Asked, asked => asked.StartsWith("GET /analytics/requests?from=2026-11-24T13%3A05%3A09.", StringComparison.Ordinal)
            && asked.EndsWith("&model=a&task=code&outcome=failed&cursor=17&limit=25", StringComparison.Ordinal));
        Assert.Contains(Api.Asked, asked => asked.Contains("by=minute&model=a&task=code", StringComparison.Ordinal));
        Assert.NotNull(page.Find("[data-testid=newest]"));
    }

    [Fact]
    public void Address_PeriodThatIsNone_SaysSo()
    {
        Answer([]);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/ui/analytics?period=century");

        Assert.Contains("\"period\" must be", Render<AnalyticsPage>().WaitForElement("[data-testid=view-problem]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Click_Period_GoesIntoTheAddressAndAsksAgain()
    {
        Answer([]);
        var page = Render<AnalyticsPage>();
        page.WaitForElement("[data-testid=usage]");

        page.Find("[data-testid=period-week]").Click();

        Assert.EndsWith("?period=week", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains(Api.Asked, asked => asked.Contains("from=2026-11-17", StringComparison.Ordinal)));
    }

    [Fact]
    public void OwnRange_EndBeforeBegin_IsRefusedInWords()
    {
        Answer([]);
        var page = Render<AnalyticsPage>();
        page.WaitForElement("[data-testid=usage]");
        page.Find("[data-testid=period-own]").Click();

        page.Find("[data-testid=own-from]").Change("2026-11-24T12:00");
        page.Find("[data-testid=own-to]").Change("2026-11-24T11:00");
        page.Find("form.own").Submit();

        Assert.Equal("It must begin before it ends.", page.Find(".own [role=alert]").TextContent);
    }

    private void Answer(IReadOnlyList<RequestInfo> requests, params IReadOnlyList<FiguresGroup> groups)
    {
        // The same for all groupings: what only some of them have does not trouble the others.
        IReadOnlyList<FiguresGroup> all = [.. (groups is [] ? [AnalyticsSamples.Group("none", AnalyticsSamples.Figures())] : groups).Select(group => group with { Start = Now.AddDays(-1) })];
        var summary = new AnalyticsSummary
        {
            From = Now.AddDays(-1), To = Now, TimeZone = "UTC", By = "hour", Groups = all, Recording = new RecordingInfo { Enabled = true, Store = "sqlite" },
            Total = groups is [] ? AnalyticsSamples.Figures() : groups[0].Figures,
        };
        Api.On("GET /analytics/summary", JsonSerializer.Serialize(summary, ApiJsonContext.Default.AnalyticsSummary));
        Api.On("GET /analytics/requests", JsonSerializer.Serialize(new RequestPage(requests), ApiJsonContext.Default.RequestPage));
    }
}
