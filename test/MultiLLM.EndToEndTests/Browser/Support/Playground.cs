using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MultiLLM.EndToEndTests.Browser.Support;

/// <summary>The chat page, as a person uses it.</summary>
internal sealed class Playground(Tab tab)
{
    public const string Path = "/ui/playground";

    public ILocator Composer => tab.Part("composer");

    public ILocator Questions => tab.Part("question");

    /// <summary>Answers that have ended.</summary>
    public ILocator Answers => tab.Part("answer");

    /// <summary>The answer that is being written.</summary>
    public ILocator Growing => tab.Part("growing");

    public async Task ChooseAsync(string model)
    {
        // The list comes a moment after the page.
        await Expect(tab.Part("model").Locator($"option[value='{model}']")).ToBeAttachedAsync();
        await tab.Part("model").SelectOptionAsync(model);
    }

    public async Task SayAsync(string text)
    {
        await Composer.FillAsync(text);
        await Composer.PressAsync("Enter");
    }

    /// <summary>Asks, and waits for the end of the answer.</summary>
    public async Task<ILocator> AskAsync(string text)
    {
        var before = await Answers.CountAsync();
        await SayAsync(text);
        await Expect(Answers).ToHaveCountAsync(before + 1);
        return Answers.Last;
    }
}
