using Microsoft.Playwright;
using MultiLLM.EndToEndTests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace MultiLLM.EndToEndTests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class FirstVisitTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Theory]
    [InlineData(ColorScheme.Light, "light", "rgb(246, 247, 249)")]
    [InlineData(ColorScheme.Dark, "dark", "rgb(18, 22, 27)")]
    public async Task Overview_FirstVisit_HasTheSystemsColours(ColorScheme system, string theme, string ground)
    {
        var tab = await OpenAsync("/", new Look { System = system });

        await Expect(tab.Heading).ToHaveTextAsync("Overview");
        Assert.Equal(theme, await tab.Theme);
        Assert.Equal(ground, await tab.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"));
    }

    [Fact]
    public async Task Overview_ModelLoaded_SaysSoWithoutReload()
    {
        var tab = await OpenAsync("/");
        await Service.Client.UnloadModelAsync("starter-embed", TestContext.Current.CancellationToken);
        await Expect(tab.Part("loaded-models")).ToContainTextAsync("of at most 3");

        await Service.Client.LoadModelAsync("starter-embed", cancellationToken: TestContext.Current.CancellationToken);

        await Expect(tab.Part("loaded-starter-embed").GetByTestId("model-state")).ToHaveAttributeAsync("data-state", "ready", new() { Timeout = 2000 });
        await Service.Client.UnloadModelAsync("starter-embed", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task UnknownPage_DeepLink_SaysSoAndLeadsOn()
    {
        var tab = await NewTabAsync();

        var response = await tab.GoAsync("/ui/nothing-here");

        Assert.Equal(404, response.Status);
        await Expect(tab.Heading).ToHaveTextAsync("There is no such page");
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "the overview" }).ClickAsync();
        await Expect(tab.Heading).ToHaveTextAsync("Overview");
        tab.TakeComplaints(); // the browser's own line about the 404
    }

    [Fact]
    public async Task Theme_Switched_IsKeptAfterReload()
    {
        var tab = await OpenAsync("/");

        await tab.Part("theme").ClickAsync();
        await Expect(tab.Page.Locator("html[data-theme=dark]")).ToBeAttachedAsync();
        await tab.Page.ReloadAsync();

        // Without waiting for the page to come alive: the first paint has it.
        Assert.Equal("dark", await tab.Theme);
        await tab.ReadyAsync();
        Assert.Equal("rgb(18, 22, 27)", await tab.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"));
    }
}
