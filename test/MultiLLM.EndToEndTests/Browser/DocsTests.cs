using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MultiLLM.EndToEndTests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace MultiLLM.EndToEndTests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class DocsTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task Contents_Clicked_LeadToTheSectionOfThisPage()
    {
        var tab = await OpenAsync("/docs");
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Memory explained" }).ClickAsync();
        await Expect(tab.Heading).ToHaveTextAsync("Memory explained");

        await tab.Page.GetByRole(AriaRole.Navigation, new() { Name = "On this page" }).GetByRole(AriaRole.Link, new() { Name = "When it does not fit" }).ClickAsync();

        await Expect(tab.Page).ToHaveURLAsync("/docs/memory-explained#when-it-does-not-fit");
        await Expect(tab.Page.Locator("#when-it-does-not-fit")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Anchor_DeepLink_OpensAtTheSection()
    {
        var tab = await OpenAsync("/docs/http-api#limits");

        await Expect(tab.Page.Locator("#limits")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Copy_Commands_AreOnTheClipboardWithoutTheirPrompt()
    {
        var tab = await NewTabAsync();
        await tab.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await tab.GoAsync("/docs/first-steps");

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Copy the commands" }).First.ClickAsync();

        await Expect(tab.Page.GetByRole(AriaRole.Status).GetByText("Copied").First).ToBeVisibleAsync();
        Assert.Equal("./multillm chat \"What is machine learning?\"", await tab.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
    }

    [Fact]
    public async Task ApiReference_FromTheIndex_Opens()
    {
        var tab = await OpenAsync("/docs");

        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "API reference" }).ClickAsync();

        await Expect(tab.Page).ToHaveURLAsync(new Regex("/docs/api/?$"));
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "MultiLLM", Exact = true }).First).ToBeVisibleAsync();
    }
}
