using Microsoft.Playwright;
using MultiLLM.EndToEndTests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace MultiLLM.EndToEndTests.Browser;

/// <summary>Pages of a service that asks everybody for a key.</summary>
[Collection(BrowserCollection.Name)]
public sealed class SignInTests(BrowserFixture fixture, KeyedService keyed) : BrowserTest(fixture.Browser, keyed.Service)
{
    [Fact]
    public async Task Page_Nobody_IsAskedForAKeyAndGoesOnToThePage()
    {
        await keyed.Admin.UnloadModelAsync("starter-embed");
        var tab = await NewTabAsync();
        await tab.Page.GotoAsync("/ui/models?q=starter-embed");
        await Expect(tab.Page).ToHaveTitleAsync("Sign in · MultiLLM");

        await tab.Part("key").FillAsync("mllm_aaaaaaaa_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        await tab.Part("sign-in").ClickAsync();
        await Expect(tab.Part("refused")).ToHaveTextAsync("This service does not know the key.");
        await Expect(tab.Part("key")).ToHaveValueAsync("");
        await Expect(tab.Part("key")).ToBeFocusedAsync();

        await tab.Part("key").FillAsync(keyed.AdminKey);
        await tab.Part("sign-in").ClickAsync();
        await Expect(tab.Page).ToHaveURLAsync("/ui/models?q=starter-embed");
        await tab.ReadyAsync();
        await Expect(tab.Part("account")).ToHaveTextAsync("Ada");

        // Alive: what a button does is shown.
        var row = tab.Part("model-starter-embed");
        await row.GetByTestId("load").ClickAsync();
        await Expect(row.GetByTestId("model-state")).ToHaveAttributeAsync("data-state", "ready");
        await row.GetByTestId("unload").ClickAsync();
        await Expect(row.GetByTestId("model-state")).ToHaveAttributeAsync("data-state", "unloaded");
    }

    [Fact]
    public async Task SignInAndOut_ByKeyboard_OpensAndEnds()
    {
        var tab = await NewTabAsync();
        await tab.Page.GotoAsync("/ui/health");
        await Expect(tab.Part("key")).ToBeFocusedAsync();

        await tab.Page.Keyboard.TypeAsync(keyed.AdminKey);
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.ReadyAsync();
        await Expect(tab.Heading).ToHaveTextAsync("Health");

        await tab.Part("sign-out").FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.Page).ToHaveTitleAsync("Sign in · MultiLLM");
        await tab.Page.GotoAsync("/ui/health");
        await Expect(tab.Page).ToHaveTitleAsync("Sign in · MultiLLM");
    }

    [Fact]
    public async Task OpenPage_ItsKeyIsRevoked_EndsAndSaysWhy()
    {
        var ann = await keyed.MakeKeyAsync("user", "Ann");
        var tab = await NewTabAsync();
        await tab.SignInAsync(ann.Secret, Playground.Path);
        await Expect(tab.Part("composer")).ToBeVisibleAsync();

        await keyed.Admin.RevokeKeyAsync(ann.Key.Id);

        await Expect(tab.Part("session-ended")).ToContainTextAsync("counts no more", new() { Timeout = 5_000 });
        await Expect(tab.Heading).ToBeFocusedAsync();
        await Expect(tab.Part("composer")).ToHaveCountAsync(0);
        await Expect(tab.Part("account")).ToHaveCountAsync(0);
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync();
        await Expect(tab.Page).ToHaveURLAsync($"{SignIn.Path}?to={Uri.EscapeDataString(Playground.Path)}");
        await tab.Page.GotoAsync("/");
        await Expect(tab.Page).ToHaveTitleAsync("Sign in · MultiLLM");
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task SignInPage_LightAndDark_IsThereForEverybody(ColorScheme system, int width)
    {
        var tab = await NewTabAsync(new Look { System = system, Width = width, Script = await Axe.ScriptAsync() });

        await tab.Page.GotoAsync(SignIn.Path);
        await Expect(tab.Part("key")).ToBeVisibleAsync();
        Assert.Equal(system == ColorScheme.Dark ? "dark" : "light", await tab.Theme);
        Assert.False(await tab.ScrollsSidewaysAsync());
        Assert.Empty(await Axe.ExamineAsync(tab));

        await tab.Part("key").FillAsync("wrong");
        await tab.Part("sign-in").ClickAsync();
        await Expect(tab.Part("refused")).ToBeVisibleAsync();
        Assert.False(await tab.ScrollsSidewaysAsync());
        Assert.Empty(await Axe.ExamineAsync(tab));
    }
}
