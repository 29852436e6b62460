using Microsoft.Playwright;
using MultiLLM.Contracts.Api;
using MultiLLM.EndToEndTests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace MultiLLM.EndToEndTests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class HealthTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private const string Model = "starter-embed";

    [Fact]
    public async Task Events_FilteredThenReloaded_AreTheSame()
    {
        await Service.Client.LoadModelAsync(Model);
        var tab = await OpenAsync("/ui/health");
        await Expect(Events(tab, "model.loaded").First).ToContainTextAsync(Model);

        await tab.Part("filter-kind").SelectOptionAsync("evictions");
        await tab.Part("filter-model").SelectOptionAsync(Model);
        await Service.Client.UnloadModelAsync(Model);

        await Expect(Events(tab, "model.unloaded").First).ToContainTextAsync("on request");
        await Expect(Events(tab, "model.loaded")).ToHaveCountAsync(0);
        await tab.Page.ReloadAsync();
        await tab.ReadyAsync();
        await Expect(Events(tab, "model.unloaded").First).ToBeVisibleAsync();
        await Expect(Events(tab, "model.loaded")).ToHaveCountAsync(0);
        await Expect(tab.Part("filter-kind")).ToHaveValueAsync("evictions");
        await Expect(tab.Part("filter-model")).ToHaveValueAsync(Model);
    }

    [Fact]
    public async Task News_ScrolledDown_MoveNothingUntilTheyAreAskedFor()
    {
        await Service.Client.LoadModelAsync(Model);
        for (var i = 0; i < 15; i++)
        {
            await Service.Client.PinModelAsync(Model);
            await Service.Client.UnpinModelAsync(Model);
        }
        var tab = await OpenAsync("/ui/health");
        await Expect(Events(tab, "model.unpinned").Nth(14)).ToBeAttachedAsync();
        var read = Events(tab, "model.unpinned").Nth(14);
        await read.EvaluateAsync("element => element.scrollIntoView({ block: 'center' })");
        await tab.Page.WaitForFunctionAsync("() => document.querySelector('[data-testid=events]').getBoundingClientRect().top < 0");
        var rows = await tab.Part("event").CountAsync();
        var top = (await read.BoundingBoxAsync())!.Y;

        await Service.Client.PinModelAsync(Model);

        await Expect(tab.Part("news")).ToHaveTextAsync("1 new");
        Assert.Equal(top, (await read.BoundingBoxAsync())!.Y, tolerance: 1);
        await tab.Part("news").ClickAsync();
        await Expect(tab.Part("event").First).ToHaveAttributeAsync("data-kind", "model.pinned");
        await Expect(tab.Part("event").First).ToBeInViewportAsync();
        await Expect(tab.Part("news")).ToHaveCountAsync(0);
        Assert.InRange(await tab.Part("event").CountAsync(), Math.Min(rows + 1, 50), 50);
        await Service.Client.UnloadModelAsync(Model);
    }

    [Fact]
    public async Task Details_ByKeyboard_OpenAndKeepTheFocus()
    {
        await Service.Client.LoadModelAsync(Model);
        var tab = await OpenAsync("/ui/health?kind=loads");
        var more = tab.Part("event").First.GetByTestId("event-more");
        await Expect(more).ToHaveAttributeAsync("aria-expanded", "false");

        await more.FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");

        await Expect(tab.Part("event-detail")).ToContainTextAsync("Europe/Berlin");
        await Expect(more).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.Part("event-detail")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Overview_HealthCard_LeadsHere()
    {
        var tab = await OpenAsync("/");

        await tab.Part("health").GetByRole(AriaRole.Link).ClickAsync();

        await Expect(tab.Heading).ToHaveTextAsync("Health");
        await Expect(tab.Part("health-parts").Locator("[data-part=crashes]")).ToBeVisibleAsync();
    }

    private static ILocator Events(Tab tab, string kind) => tab.Page.Locator($"[data-testid=event][data-kind='{kind}']");
}

/// <summary>The same page of a service whose model crashes.</summary>
[Collection(BrowserCollection.Name)]
public sealed class RiggedHealthTests(BrowserFixture fixture, RiggedService rigged) : BrowserTest(fixture.Browser, rigged.Service)
{
    [Fact]
    public async Task Events_InjectedCrash_AppearsWithWhatItMeansAndCanBeLinkedTo()
    {
        var tab = await OpenAsync("/ui/health");
        await Expect(tab.Part($"health-{RiggedService.Doomed}")).ToContainTextAsync("No data yet");

        await Assert.ThrowsAnyAsync<Exception>(() => Service.Client.ChatAsync(new ChatRequest { ModelId = RiggedService.Doomed, Message = "one two three" }));

        var crash = tab.Page.Locator("[data-testid=event][data-kind='model.crashed']", new() { HasText = RiggedService.Doomed }).First;
        await Expect(crash).ToContainTextAsync("process");
        await Expect(tab.Part($"health-{RiggedService.Doomed}")).ToContainTextAsync("1 crash");
        await Expect(tab.Part("health-parts").Locator("[data-part=crashes]")).Not.ToContainTextAsync("nothing lost");

        await crash.GetByTestId("event-more").ClickAsync();
        await Expect(crash.GetByTestId("event-detail")).ToContainTextAsync("its next request loads it afresh");
        await Expect(crash.GetByTestId("event-detail").Locator("[data-kind='model.loaded']")).ToContainTextAsync(RiggedService.Doomed);
        var link = await crash.GetByRole(AriaRole.Link, new() { Name = "Link to this event" }).GetAttributeAsync("href");

        await tab.GoAsync(link!);
        await Expect(crash.GetByTestId("event-detail")).ToBeVisibleAsync();
        await Expect(crash).ToBeInViewportAsync();
    }
}
