using System.Net;
using MultiLLM.Client;
using MultiLLM.EndToEndTests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace MultiLLM.EndToEndTests.Browser;

/// <summary>The page of keys, for an administrator.</summary>
[Collection(BrowserCollection.Name)]
public sealed class KeysTests(BrowserFixture fixture, KeyedService keyed) : BrowserTest(fixture.Browser, keyed.Service)
{
    [Fact]
    public async Task Key_MadeSeenUsedAndRevoked_CountsNoMore()
    {
        var tab = await SignedInAsync();

        var secret = await MakeAsync(tab, "<b>reports</b>");
        Assert.DoesNotContain(secret, await tab.Page.ContentAsync());
        using var reports = keyed.With(secret);
        var id = (await reports.GetCallerAsync()).KeyId!;
        var row = tab.Part(id);
        await Expect(row).ToContainTextAsync("<b>reports</b>");
        await Expect(row).ToContainTextAsync("asks models");

        await row.GetByTestId("key-revoke").ClickAsync();
        await tab.Part("key-confirm").ClickAsync();

        await Expect(row).ToContainTextAsync("revoked");
        await Expect(row.GetByTestId("key-revoke")).ToHaveCountAsync(0);
        var refused = await Assert.ThrowsAsync<MultiLLMApiException>(() => reports.ListModelsAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task Key_ByKeyboard_IsMadeAndRevoked_AndTheFocusStays()
    {
        var tab = await SignedInAsync();
        var keyboard = tab.Page.Keyboard;

        await tab.Part("key-create").FocusAsync();
        await keyboard.PressAsync("Enter");
        await Expect(tab.Page.Locator(".mud-dialog-container :focus, .mud-dialog-container:focus")).ToHaveCountAsync(1); // it takes the focus a moment after it is there
        await tab.Part("key-name").FocusAsync();
        await keyboard.TypeAsync("by keyboard");
        await Expect(tab.Part("key-name")).ToHaveValueAsync("by keyboard");
        await tab.Part("key-name").PressAsync("Enter");
        var secret = await tab.Part("key-secret").InputValueAsync();
        await keyboard.PressAsync("Escape"); // does not close what is shown only once
        await Expect(tab.Part("key-secret")).ToBeVisibleAsync();
        await tab.Part("key-done").FocusAsync();
        await keyboard.PressAsync("Enter");
        await Expect(tab.Part("key-secret")).ToHaveCountAsync(0);
        await Expect(tab.Part("key-create")).ToBeFocusedAsync();

        using var made = keyed.With(secret);
        var row = tab.Part((await made.GetCallerAsync()).KeyId!);
        await row.GetByTestId("key-revoke").FocusAsync();
        await keyboard.PressAsync("Enter");
        await tab.Part("key-confirm").FocusAsync();
        await keyboard.PressAsync("Enter");
        await Expect(row).ToContainTextAsync("revoked");
        await Expect(tab.Page.Locator("main :focus")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Page_WideAndLightThenNarrowAndDark_IsThereForEverybody()
    {
        await keyed.MakeKeyAsync("read_only", "a name that is about as long as the longest of names that may be");
        var tab = await SignedInAsync(new Look { Script = await Axe.ScriptAsync() });
        Assert.Empty(await Axe.ExamineAsync(tab));
        Assert.False(await tab.ScrollsSidewaysAsync());

        await tab.Part("theme").ClickAsync();
        await tab.Page.SetViewportSizeAsync(Look.Phone.Width, Look.Phone.Height);
        await Expect(tab.Menu).Not.ToBeInViewportAsync();
        await tab.Page.Mouse.MoveAsync(Look.Phone.Width / 2, Look.Phone.Height - 1);
        Assert.False(await tab.ScrollsSidewaysAsync());
        Assert.Empty(await Axe.ExamineAsync(tab));

        await tab.Part("key-create").ClickAsync();
        await Expect(tab.Part("key-name")).ToBeVisibleAsync();
        Assert.Empty(await Axe.ExamineAsync(tab));
    }

    private async Task<Tab> SignedInAsync(Look? look = null)
    {
        var tab = await NewTabAsync(look);
        await tab.SignInAsync(keyed.AdminKey, "/ui/keys");
        await Expect(tab.Page.Locator("table.keys")).ToBeVisibleAsync();
        return tab;
    }

    /// <returns>The key, which was shown once.</returns>
    private static async Task<string> MakeAsync(Tab tab, string name)
    {
        await tab.Part("key-create").ClickAsync();
        await tab.Part("key-name").FillAsync(name);
        await tab.Part("key-make").ClickAsync();
        var secret = await tab.Part("key-secret").InputValueAsync();
        await tab.Part("key-done").ClickAsync();
        await Expect(tab.Part("key-secret")).ToHaveCountAsync(0);
        return secret;
    }
}
