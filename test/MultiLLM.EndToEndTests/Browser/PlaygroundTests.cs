using MultiLLM.EndToEndTests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace MultiLLM.EndToEndTests.Browser;

/// <summary>Chats with the starter models.</summary>
[Collection(BrowserCollection.Name)]
public sealed class PlaygroundTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task Chat_Auto_AnswersAndSaysWhoAndWhy()
    {
        var tab = await OpenAsync(Playground.Path);

        var answer = await new Playground(tab).AskAsync("What is machine learning?");

        await Expect(answer).ToContainTextAsync("learning");
        await Expect(answer.GetByText("starter-chat", new() { Exact = true }).First).ToBeVisibleAsync();
        await Expect(answer.GetByTestId("why")).ToContainTextAsync("For knowledge");
        await answer.GetByTestId("alternatives").Locator("summary").ClickAsync();
        await Expect(answer.GetByRole(Microsoft.Playwright.AriaRole.Row)).ToHaveCountAsync(4); // the head and three models
    }

    [Fact]
    public async Task Chat_Code_StandsInABlockOfItsOwn()
    {
        var tab = await OpenAsync(Playground.Path);

        var answer = await new Playground(tab).AskAsync("Reverse a string in Python");

        await Expect(answer.Locator("pre code")).ToContainTextAsync("[::-1]");
    }

    [Fact]
    public async Task Chat_Reloaded_IsStillThere()
    {
        var tab = await OpenAsync(Playground.Path);
        await new Playground(tab).AskAsync("What is an API?");

        await tab.Page.ReloadAsync();
        await tab.ReadyAsync();
        await tab.Part("conversation").First.ClickAsync();

        await Expect(new Playground(tab).Answers).ToContainTextAsync("API");
    }

    [Fact]
    public async Task Send_NothingWritten_ChangesNothing()
    {
        var tab = await OpenAsync(Playground.Path);
        var playground = new Playground(tab);

        await playground.Composer.PressAsync("Enter");
        await tab.Part("send").ClickAsync();

        Assert.Equal(0, await playground.Questions.CountAsync());
        await playground.AskAsync("What is an API?"); // it still works
    }

    [Fact]
    public async Task Vote_Up_ReachesSelection()
    {
        var tab = await OpenAsync(Playground.Path);
        var answer = await new Playground(tab).AskAsync("What is governance?");
        var before = await QualityAsync();

        await answer.GetByTestId("up").ClickAsync();

        await Expect(answer.GetByTestId("up")).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.True(await QualityAsync() > before);

        async Task<double?> QualityAsync() =>
            (await Service.Client.ExplainAsync(new() { Message = "What is governance?" })).Candidates.Single(candidate => candidate.ModelId == "starter-chat").Quality;
    }

    [Fact]
    public async Task Chat_KeyboardOnly_FromTheOverviewToTheAnswer()
    {
        var tab = await OpenAsync("/");
        var keys = tab.Page.Keyboard;
        var entry = tab.Menu.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Playground" });
        for (var i = 0; i < 20 && !await entry.EvaluateAsync<bool>("link => link === document.activeElement"); i++)
            await keys.PressAsync("Shift+Tab");
        await keys.PressAsync("Enter");
        await Expect(tab.Heading).ToHaveTextAsync("Playground");

        var playground = new Playground(tab);
        for (var i = 0; i < 30 && !await playground.Composer.EvaluateAsync<bool>("field => field === document.activeElement"); i++)
            await keys.PressAsync("Tab");
        await keys.TypeAsync("What is an audit?");
        await keys.PressAsync("Enter");

        await Expect(playground.Answers).ToHaveCountAsync(1);
        await Expect(playground.Composer).ToBeFocusedAsync();
        await Expect(playground.Composer).ToHaveValueAsync("");
    }
}
