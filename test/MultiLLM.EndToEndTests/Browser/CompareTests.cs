using Microsoft.Playwright;
using MultiLLM.EndToEndTests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace MultiLLM.EndToEndTests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class CompareTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task Compare_TwoModels_ShowsAnswersAndFiguresSideBySide()
    {
        var tab = await OpenAsync("/ui/compare");
        await tab.Part("model-starter-chat").CheckAsync();
        await tab.Part("model-starter-code").CheckAsync();

        await tab.Part("prompt").FillAsync("What is an API?");
        await tab.Part("compare").ClickAsync();

        await Expect(tab.Part("compared")).ToHaveCountAsync(2);
        await Expect(tab.Part("compared").First).ToContainTextAsync("tokens/s");
        await Expect(tab.Part("compared-figures").GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        await Expect(tab.Part("compared-figures")).ToContainTextAsync("best");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Good answer of starter-code" }).ClickAsync();
        await Expect(tab.Part("compared").Nth(1).GetByTestId("voted")).ToContainTextAsync("Thank you.");
        await Expect(tab.Part("compared").Nth(1).GetByTestId("up")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(tab.Part("compared").First.GetByTestId("up")).ToHaveAttributeAsync("aria-pressed", "false");
    }

    [Fact]
    public async Task Compare_Blind_HidesWhoWroteWhatUntilTheVote()
    {
        var tab = await OpenAsync("/ui/compare");
        await tab.Part("model-starter-chat").CheckAsync();
        await tab.Part("model-starter-code").CheckAsync();
        await tab.Part("blind-switch").CheckAsync();

        await tab.Part("prompt").FillAsync("What is an API?");
        await tab.Part("compare").ClickAsync();

        await Expect(tab.Part("blind").GetByRole(AriaRole.Article)).ToHaveCountAsync(2);
        await Expect(tab.Part("blind")).Not.ToContainTextAsync("starter-");
        await tab.Part("vote").First.ClickAsync();
        await Expect(tab.Part("blind")).ToContainTextAsync("Who wrote what");
        await Expect(tab.Part("blind")).ToContainTextAsync("A: starter-");
        await Expect(tab.Part("blind")).ToContainTextAsync("(your vote)");
        Assert.NotEmpty((await Service.Client.GetEloAsync()).Ratings);
    }

    [Fact]
    public async Task Compare_NothingWritten_SaysWhatIsMissing()
    {
        var tab = await OpenAsync("/ui/compare");

        await tab.Part("compare").ClickAsync();

        await Expect(tab.Page.GetByText("Write a prompt first.")).ToBeVisibleAsync();
    }
}
