using MultiLLM.EndToEndTests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace MultiLLM.EndToEndTests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class ModelsTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private const string Model = "starter-embed";

    [Fact]
    public async Task LoadAndUnload_Buttons_FollowTheModelsState()
    {
        await Service.Client.UnloadModelAsync(Model);
        var tab = await OpenAsync("/ui/models");
        var row = tab.Part($"model-{Model}");

        await row.GetByTestId("load").ClickAsync();
        await Expect(row.GetByTestId("model-state")).ToHaveAttributeAsync("data-state", "ready");
        Assert.Equal("ready", (await Service.Client.GetModelAsync(Model)).State);

        await row.GetByTestId("unload").ClickAsync();
        await Expect(row.GetByTestId("model-state")).ToHaveAttributeAsync("data-state", "unloaded");
    }

    [Fact]
    public async Task Pin_Pressed_IsShownOnEveryOpenPage()
    {
        await Service.Client.LoadModelAsync(Model);
        var overview = await OpenAsync("/");
        var models = await OpenAsync("/ui/models");

        await models.Part($"model-{Model}").GetByTestId("pin").ClickAsync();

        await Expect(overview.Part($"loaded-{Model}").GetByTestId("pin")).ToHaveTextAsync("Unpin");
        await overview.Part($"loaded-{Model}").GetByTestId("pin").ClickAsync();
        await Expect(models.Part($"model-{Model}").GetByTestId("pin")).ToHaveTextAsync("Pin");
    }

    [Fact]
    public async Task Filters_Task_NarrowTheListAndStandInTheAddress()
    {
        var tab = await OpenAsync("/ui/models");
        await Expect(tab.Part("model-starter-chat")).ToBeVisibleAsync();

        await tab.Part("filter-text").FillAsync("coder");

        await Expect(tab.Part("model-starter-chat")).ToBeHiddenAsync();
        await Expect(tab.Part("model-qwen2.5-coder-7b-instruct")).ToBeVisibleAsync();
        await tab.Page.ReloadAsync();
        await tab.ReadyAsync();
        await Expect(tab.Part("filter-text")).ToHaveValueAsync("coder");
        await Expect(tab.Part("model-starter-chat")).ToBeHiddenAsync();
    }

    protected override async Task CleanAsync()
    {
        await Service.Client.UnpinModelAsync(Model);
        await Service.Client.UnloadModelAsync(Model);
    }
}
