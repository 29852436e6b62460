using MultiLLM.EndToEndTests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace MultiLLM.EndToEndTests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class SettingsTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task Settings_OnlySet_TellsWhereEachWasSaid()
    {
        var tab = await OpenAsync("/ui/settings");
        await Expect(tab.Part("MultiLLM:Slots")).ToContainTextAsync("default");

        await tab.Part("settings-only-set").ClickAsync();

        await Expect(tab.Part("MultiLLM:Slots")).ToBeHiddenAsync();
        await Expect(tab.Part("MultiLLM:Home")).ToContainTextAsync("MULTILLM_HOME");
        await Expect(tab.Part("MultiLLM:Server:Port")).ToContainTextAsync($"{Service.Sandbox.Port}");
    }
}
