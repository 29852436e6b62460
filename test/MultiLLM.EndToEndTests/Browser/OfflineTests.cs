using System.Runtime.InteropServices;
using Microsoft.Playwright;
using MultiLLM.EndToEndTests.Browser.Support;
using MultiLLM.EndToEndTests.Support;
using static Microsoft.Playwright.Assertions;

namespace MultiLLM.EndToEndTests.Browser;

/// <summary>Stops its service, so it has one of its own.</summary>
[Collection(BrowserCollection.Name)]
public sealed class OfflineTests(BrowserFixture fixture, RunningService service) : BrowserTest(fixture.Browser, service), IClassFixture<RunningService>
{
    [Fact]
    public async Task Page_ServiceStopsAndComesBack_SaysSoAndRecoversByItself()
    {
        var tab = await OpenAsync("/");

        await Service.StopAsync(PosixSignal.SIGTERM);
        await Expect(tab.Lost).ToBeVisibleAsync();
        await Service.StartAsync();

        await Expect(tab.Lost).ToBeHiddenAsync(new() { Timeout = 20_000 });
        await Expect(tab.Part("loaded-models")).ToContainTextAsync("of at most 3");
        tab.TakeComplaints(); // connections that failed meanwhile
    }
}
