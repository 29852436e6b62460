using System.Diagnostics;
using MultiLLM.EndToEndTests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace MultiLLM.EndToEndTests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class CrashTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task Overview_ModelsProcessIsKilled_TellsItAtOnce()
    {
        var loaded = await Service.Client.LoadModelAsync("starter-code");
        var tab = await OpenAsync("/");
        await Expect(tab.Part("loaded-starter-code")).ToBeVisibleAsync();

        Process.GetProcessById(loaded.Model.Loaded!.ProcessId).Kill();

        await Expect(tab.Part("activity").Locator("[data-kind='model.crashed']").First).ToContainTextAsync("starter-code");
    }
}
