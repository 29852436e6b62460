using Microsoft.Playwright;
using MultiLLM.EndToEndTests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace MultiLLM.EndToEndTests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class PhoneTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task Menu_PhoneWidth_OpensOnDemandAndLeadsOn()
    {
        var tab = await OpenAsync("/", Look.Phone);
        var entry = tab.Menu.GetByRole(AriaRole.Link, new() { Name = "Docs" });
        await Expect(entry).Not.ToBeInViewportAsync();

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Pages" }).ClickAsync();
        await Expect(entry).ToBeInViewportAsync();
        await entry.ClickAsync();

        await Expect(tab.Heading).ToHaveTextAsync("Docs");
        await Expect(entry).Not.ToBeInViewportAsync();
    }
}
