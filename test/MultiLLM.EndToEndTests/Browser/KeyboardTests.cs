using Microsoft.Playwright;
using MultiLLM.EndToEndTests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace MultiLLM.EndToEndTests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class KeyboardTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/docs")]
    public async Task SkipLink_Enter_GoesToTheContentOfThisPage(string path)
    {
        var tab = await OpenAsync(path);
        var title = await tab.Heading.TextContentAsync();
        var skip = tab.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" });

        await skip.FocusAsync();
        await Expect(skip).ToBeInViewportAsync();
        await tab.Page.Keyboard.PressAsync("Enter");

        await Expect(tab.Page.Locator("main")).ToBeFocusedAsync();
        await Expect(tab.Heading).ToHaveTextAsync(title!);
    }

    [Fact]
    public async Task Menu_TabAndEnter_OpensAPageAndFocusesItsHeading()
    {
        var tab = await OpenAsync("/");
        await Expect(tab.Heading).ToBeFocusedAsync();

        // Backwards from the heading: the last entry of the menu comes first.
        await tab.Page.Keyboard.PressAsync("Shift+Tab");
        await Expect(tab.Menu.GetByRole(AriaRole.Link, new() { Name = "Docs" })).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Enter");

        await Expect(tab.Page).ToHaveURLAsync("/docs");
        await Expect(tab.Heading).ToBeFocusedAsync();
        await Expect(tab.Menu.GetByRole(AriaRole.Link, new() { Name = "Docs" })).ToHaveAttributeAsync("aria-current", "page");
    }

    [Fact]
    public async Task Model_LoadAndUnloadByEnter_KeepsTheFocusOnWhatCanBeDoneNext()
    {
        await Service.Client.UnloadModelAsync("starter-embed");
        var tab = await OpenAsync("/ui/models?q=starter-embed");
        var row = tab.Part("model-starter-embed");

        await row.GetByTestId("load").FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(row.GetByTestId("unload")).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(row.GetByTestId("load")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Filters_ClearedByEnter_FocusTheSearch()
    {
        var tab = await OpenAsync("/ui/models?fits=yes");

        await tab.Part("filter-clear").FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");

        await Expect(tab.Part("filter-text")).ToBeFocusedAsync();
        await Expect(tab.Page).ToHaveURLAsync("/ui/models");
    }

    [Fact]
    public async Task Theme_Enter_SwitchesAndSaysWhatItDoesNext()
    {
        var tab = await OpenAsync("/");

        await tab.Part("theme").FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");

        await Expect(tab.Part("theme")).ToHaveAccessibleNameAsync("Light colours");
        await Expect(tab.Part("theme")).ToBeFocusedAsync();
    }
}
