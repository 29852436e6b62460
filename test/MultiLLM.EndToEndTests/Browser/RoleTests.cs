using Microsoft.Playwright;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.EndToEndTests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace MultiLLM.EndToEndTests.Browser;

/// <summary>What those see who may not do everything.</summary>
[Collection(BrowserCollection.Name)]
public sealed class RoleTests(BrowserFixture fixture, KeyedService keyed) : BrowserTest(fixture.Browser, keyed.Service)
{
    [Fact]
    public async Task User_Playground_Answers()
    {
        var tab = await SignedInAsync("user", Playground.Path);
        var playground = new Playground(tab);

        await Expect(tab.Part("role-note")).ToHaveCountAsync(0);
        await playground.ChooseAsync("starter-chat");
        var answer = await playground.AskAsync("What is machine learning?");

        await Expect(answer).ToContainTextAsync("tokens/s");
    }

    [Theory]
    [InlineData("/ui/keys")]
    [InlineData("/ui/settings")]
    public async Task User_PageOfAdministrators_SaysSo(string path)
    {
        var tab = await SignedInAsync("user", path);

        await Expect(tab.Part("admins-only")).ToContainTextAsync("for administrators");
        await Expect(tab.Menu.GetByRole(AriaRole.Link, new() { Name = "Models" })).ToBeVisibleAsync();
        await Expect(tab.Menu.GetByRole(AriaRole.Link, new() { Name = "Keys" })).ToHaveCountAsync(0);
        await Expect(tab.Menu.GetByRole(AriaRole.Link, new() { Name = "Settings" })).ToHaveCountAsync(0);
        await Expect(tab.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task User_Models_CannotBeChangedAndItIsSaidWhy()
    {
        await keyed.Admin.UnloadModelAsync("starter-embed");
        var tab = await SignedInAsync("user", "/ui/models");
        var load = tab.Part("model-starter-embed").GetByTestId("load");

        await Expect(load).ToBeDisabledAsync();
        await Expect(load).ToHaveAttributeAsync("title", "Takes an administrator's key");
        await Expect(tab.Part("import")).ToBeDisabledAsync();
        await Expect(tab.Part("pull-any")).ToBeDisabledAsync();
        await Expect(tab.Part("role-note")).ToContainTextAsync("administrator's key");
    }

    [Fact]
    public async Task User_Overview_CountsItsOwnRequestsOnly()
    {
        await keyed.Admin.ChatAsync(new ChatRequest { ModelId = "starter-chat", Message = "Hello", MaxTokens = 4 });
        while ((await keyed.Admin.GetAnalyticsAsync(new AnalyticsQuery { Since = "1h" })).Total.Requests == 0)
            await Task.Delay(50);

        var tab = await SignedInAsync("user", "/");

        await Expect(tab.Part("traffic")).ToContainTextAsync("Your traffic");
        await Expect(tab.Part("traffic")).ToContainTextAsync("No requests in this time.");
    }

    [Fact]
    public async Task User_KeyThatListsModels_SeesNoOtherInMemoryOrAmongEvents()
    {
        await keyed.Admin.LoadModelAsync("starter-embed");
        await keyed.Admin.LoadModelAsync("starter-chat");
        var key = await keyed.Admin.CreateKeyAsync(new KeyRequest { Name = "Ann", Role = "user", Models = ["starter-chat"] });
        var tab = await NewTabAsync();

        await tab.SignInAsync(key.Secret, "/");

        await Expect(tab.Part("loaded-starter-chat")).ToBeVisibleAsync();
        await Expect(tab.Part("activity")).ToContainTextAsync("starter-chat");
        await Expect(tab.Page.Locator("main")).Not.ToContainTextAsync("starter-embed");
        await keyed.Admin.UnloadModelAsync("starter-embed");
    }

    [Fact]
    public async Task ReadOnly_Playground_SaysBeforehandThatItMayNotAsk()
    {
        var tab = await SignedInAsync("read_only", Playground.Path);

        await Expect(tab.Part("role-note")).ToContainTextAsync("only looks on");
        await tab.Part("composer").FillAsync("Hello");
        await tab.Part("composer").PressAsync("Enter");
        await Expect(tab.Part("answer")).ToContainTextAsync("this takes user");
    }

    private async Task<Tab> SignedInAsync(string role, string path)
    {
        var key = await keyed.MakeKeyAsync(role, "Ann");
        var tab = await NewTabAsync();
        await tab.SignInAsync(key.Secret, path);
        return tab;
    }
}
