using MultiLLM.EndToEndTests.Browser.Support;
using MultiLLM.EndToEndTests.Support;
using MultiLLM.TestHub;
using static Microsoft.Playwright.Assertions;

namespace MultiLLM.EndToEndTests.Browser;

/// <summary>Fetches from a hub on loopback, so it has a service of its own.</summary>
[Collection(BrowserCollection.Name)]
public sealed class PullPageTests(BrowserFixture fixture, PullPageTests.HubService hub) : BrowserTest(fixture.Browser, hub.Service), IClassFixture<PullPageTests.HubService>
{
    [Fact]
    public async Task Fetch_StoppedAndGoneOnWith_ShowsItsProgressAndBecomesAModel()
    {
        hub.File.BytesPerSecond = 512 << 10;
        var tab = await OpenAsync("/ui/models");
        await tab.Part("pull-any").ClickAsync();
        await tab.Part("fetch-source").FillAsync("hf:owner/models/fetched.gguf");
        await tab.Part("fetch-start").ClickAsync();

        var download = tab.Part("download-fetched");
        await Expect(download).ToHaveAttributeAsync("data-state", "downloading");
        await Expect(download).ToContainTextAsync("kB/s");
        await download.GetByTestId("pull-stop").ClickAsync();
        await Expect(download).ToHaveAttributeAsync("data-state", "stopped");
        hub.File.BytesPerSecond = null;
        await download.GetByTestId("pull-resume").ClickAsync();

        await Expect(tab.Part("model-fetched").GetByTestId("load")).ToBeVisibleAsync();
        await Expect(download).ToBeHiddenAsync();
        Assert.Equal("unloaded", (await Service.Client.GetModelAsync("fetched")).State);
    }

    [Fact]
    public async Task Download_StoppedAndDeletedByKeyboard_KeepsTheFocus()
    {
        hub.Spare.BytesPerSecond = 256 << 10;
        var tab = await OpenAsync("/ui/models");
        await tab.Part("pull-any").ClickAsync();
        await tab.Part("fetch-source").FillAsync("hf:owner/models/spare.gguf");
        await tab.Part("fetch-source").PressAsync("Enter");
        var download = tab.Part("download-spare");
        await Expect(download).ToHaveAttributeAsync("data-state", "downloading");

        await download.GetByTestId("pull-stop").FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(download.GetByTestId("pull-resume")).ToBeFocusedAsync();

        await download.GetByTestId("pull-discard").FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(download).ToBeHiddenAsync();
        await Expect(tab.Page.Locator("main :focus")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Fetch_NotAtTheHub_SaysSo()
    {
        var tab = await OpenAsync("/ui/models");
        await tab.Part("pull-any").ClickAsync();
        await tab.Part("fetch-source").FillAsync("hf:owner/models/other.gguf");
        await tab.Part("fetch-start").ClickAsync();

        await Expect(tab.Part("downloads")).ToContainTextAsync("no file \"other.gguf\"");
    }

    public sealed class HubService : IAsyncLifetime
    {
        private Hub _hub = null!;

        public RunningService Service { get; } = new();

        internal HubFile File { get; private set; } = null!;

        internal HubFile Spare { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _hub = await Hub.StartAsync();
            var content = await System.IO.File.ReadAllBytesAsync(Path.Combine(RepositoryRoot.StarterModels, "starter-chat.gguf"));
            File = _hub.Add("owner/models", "fetched.gguf", content);
            Spare = _hub.Add("owner/models", "spare.gguf", content);
            Service.Sandbox.Extra["HF_ENDPOINT"] = _hub.Endpoint;
            await Service.InitializeAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await Service.DisposeAsync();
            await _hub.DisposeAsync();
        }
    }
}
