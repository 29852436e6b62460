using System.Text.Json;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Health;
using MultiLLM.Dashboard.Health.Events;
using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Health;

public sealed class HealthPageTests : PageTest
{
    private const string Events = "GET /system/events";

    [Fact]
    public void Render_NothingHappened_SaysWhatWillAppear()
    {
        Kept();

        Assert.Contains("Nothing has happened yet", Open().WaitForElement("[data-testid=events] .empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_ServiceAway_SaysSoAndTriesAgain()
    {
        Api.Refuse(Events);
        var page = Open(view: new LiveView { Offline = "Connection refused" });
        Assert.Contains("does not answer", page.WaitForElement("[data-testid=events] [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Not reached", page.Find("[data-testid=health]").TextContent, StringComparison.Ordinal);

        Kept(Samples.Event(1, "model.loaded", "a"));
        page.Find("[data-testid=events] [role=alert] button").Click();

        page.WaitForElement("[data-testid=event]");
    }

    [Fact]
    public void Render_ServiceComesBack_AsksAgainByItself()
    {
        Api.Refuse(Events);
        var page = Open(view: new LiveView { Offline = "Connection refused" });
        page.WaitForElement("[data-testid=events] [role=alert]");

        Kept(Samples.Event(1, "model.loaded", "a"));
        Push(page);

        page.WaitForElement("[data-testid=event]");
    }

    [Fact]
    public void Render_HostileWords_StandAsText()
    {
        Kept(Samples.Event(1, "<b>kind</b>", "<script>m</script>", "<img src=x onerror=alert(1)>"));

        var row = Open("?event=1").WaitForElement("[data-testid=event]");

        Assert.Empty(row.QuerySelectorAll("b, script, img"));
        Assert.Contains("<img src=x onerror=alert(1)>", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Filter_Chosen_GoesToTheAddressAndBack()
    {
        Kept(Samples.Event(1, "model.loaded", "a"), Samples.Event(2, "model.crashed", "b"));
        var page = Open("?severity=error");
        page.WaitForElement("[data-testid=event]");
        Assert.Equal(["model.crashed"], Kinds(page));
        Assert.Equal("error", page.Find("[data-testid=filter-severity]").GetAttribute("value"));

        page.Find("[data-testid=filter-model]").Change("a");

        Assert.EndsWith("/ui/health?severity=error&model=a", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        page.Find("[data-testid=events] .empty button").Click();
        Assert.EndsWith("/ui/health", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Equal(["model.crashed", "model.loaded"], Kinds(page));
    }

    [Fact]
    public void Older_ManyEvents_ComeAPageAtATime()
    {
        var browser = JSInterop.SetupModule("./ui/browser.js");
        browser.Mode = JSRuntimeMode.Loose;
        Kept([.. Enumerable.Range(1, 120).Select(id => Samples.Event(id, "model.loaded", "a"))]);
        var page = Open();
        page.WaitForElement("[data-testid=event]");
        Assert.Equal(50, page.FindAll("[data-testid=event]").Count);

        page.Find("[data-testid=older]").Click();
        page.Find("[data-testid=older]").Click();

        Assert.Equal(120, page.FindAll("[data-testid=event]").Count);
        Assert.Empty(page.FindAll("[data-testid=older]"));
        Assert.Equal(["event-70", "event-20"], browser.Invocations["focus"].Select(call => call.Arguments[0]));
    }

    [Fact]
    public void More_OfACrash_ExplainsItAndLinksToIt()
    {
        Kept(Samples.Event(1, "model.loaded", "a") with { Seconds = 2, Bytes = 3_000_000_000 }, Samples.Event(2, "model.crashed", "a"));
        var page = Open();

        page.WaitForElement("[data-testid=event-more]").Click();

        var detail = page.Find("[data-testid=event-detail]");
        Assert.Contains("its next request loads it afresh", detail.TextContent, StringComparison.Ordinal);
        Assert.Equal(["model.loaded"], detail.QuerySelectorAll("[data-kind]").Select(line => line.GetAttribute("data-kind")));
        Assert.EndsWith("?event=2", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Equal("true", page.Find("[data-testid=event-more]").GetAttribute("aria-expanded"));
        page.Find("[data-testid=event-more]").Click();
        Assert.Empty(page.FindAll("[data-testid=event-detail]"));
    }

    [Fact]
    public void News_NobodyIsReading_ComeToTheTop()
    {
        Kept(Samples.Event(1, "model.loaded", "a"));
        var page = Open();
        page.WaitForElement("[data-testid=event]");

        Push(page, Samples.Event(2, "model.crashed", "a", "Its process died."), Samples.Event(1, "model.loaded", "a"));

        Assert.Equal(["model.crashed", "model.loaded"], Kinds(page));
        Assert.Contains("Its process died.", page.Find("[data-testid=events] [role=status]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task News_SomebodyHasScrolledDown_WaitUntilTheyAreAskedFor()
    {
        Kept(Samples.Event(1, "model.loaded", "a"));
        var page = Open();
        page.WaitForElement("[data-testid=event]");
        await page.FindComponent<EventsPanel>().Instance.TopAsync(atTop: false);

        Push(page, Samples.Event(3, "model.unloaded", "a"), Samples.Event(2, "model.crashed", "a"), Samples.Event(1, "model.loaded", "a"));

        Assert.Equal(["model.loaded"], Kinds(page));
        Assert.Equal("2 new", page.Find("[data-testid=news]").TextContent.Trim());
        page.Find("[data-testid=news]").Click();
        Assert.Equal(["model.unloaded", "model.crashed", "model.loaded"], Kinds(page));
        Assert.Empty(page.FindAll("[data-testid=news]"));
    }

    [Fact]
    public async Task News_ScrolledBackToTheTop_AreTakenIn()
    {
        Kept(Samples.Event(1, "model.loaded", "a"));
        var page = Open();
        page.WaitForElement("[data-testid=event]");
        await page.FindComponent<EventsPanel>().Instance.TopAsync(atTop: false);
        Push(page, Samples.Event(2, "model.crashed", "a"));

        await page.FindComponent<EventsPanel>().Instance.TopAsync(atTop: true);

        Assert.Equal(["model.crashed", "model.loaded"], Kinds(page));
    }

    [Fact]
    public void News_DetailsAreOpen_DoNotMoveThem()
    {
        Kept(Samples.Event(1, "model.loaded", "a"));
        var page = Open("?event=1");
        page.WaitForElement("[data-testid=event-detail]");

        Push(page, Samples.Event(2, "model.crashed", "a"));

        Assert.Equal("1 new", page.Find("[data-testid=news]").TextContent.Trim());
        page.Find("[data-testid=event-more]").Click();
        Assert.Equal(["model.crashed", "model.loaded"], Kinds(page));
    }

    private static IEnumerable<string?> Kinds(IRenderedComponent<HealthPage> page) => page.FindAll("[data-testid=event]").Select(row => row.GetAttribute("data-kind"));

    private void Kept(params EventInfo[] events) =>
        Api.On(Events, JsonSerializer.Serialize(new EventList(events, events.Length == 0 ? 0 : events[^1].Id, Missed: false), ApiJsonContext.Default.EventList));

    private IRenderedComponent<HealthPage> Open(string query = "", LiveView? view = null)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/ui/health" + query);
        return Render<HealthPage>(parameters => parameters.AddCascadingValue(view ?? new LiveView { Health = Samples.Health() }));
    }

    /// <summary>Newest first, as the feed has them.</summary>
    private static void Push(IRenderedComponent<HealthPage> page, params EventInfo[] events) =>
        page.FindComponent<EventsPanel>().Render(parameters => parameters.Add(panel => panel.View, new LiveView { Health = Samples.Health(), Events = events }));
}
