using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MultiLLM.EndToEndTests.Browser.Support;

/// <summary>The page where one signs in, as a person uses it.</summary>
internal static class SignIn
{
    public const string Path = "/ui/sign-in";

    /// <summary>Asks for a page, is sent to sign in, does so, and waits until the page is alive.</summary>
    public static async Task SignInAsync(this Tab tab, string key, string path)
    {
        await tab.Page.GotoAsync(path);
        await tab.Part("key").FillAsync(key);
        await tab.Part("sign-in").ClickAsync();
        await Expect(tab.Page).ToHaveURLAsync(path);
        await tab.ReadyAsync();
    }
}
