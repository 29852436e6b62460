using Microsoft.Playwright;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.EndToEndTests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace MultiLLM.EndToEndTests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class AnalyticsTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private const string Page = "/ui/analytics";

    [Fact]
    public async Task AfterTraffic_FiguresModelsErrorsAndRequests_AreThere()
    {
        await AskAsync("Reverse a string in Python");
        await AskAsync("What is governance?", "starter-chat");
        await RefuseAsync("starter-chat");
        await WrittenAsync("refused");

        var tab = await OpenAsync(Page);

        await Expect(tab.Part("usage")).ToContainTextAsync("tokens/s");
        await Expect(tab.Part("requests-chart").Locator("canvas")).ToBeVisibleAsync();
        await Expect(tab.Part("comparison").GetByRole(AriaRole.Link, new() { Name = "starter-chat" })).ToBeVisibleAsync();
        await tab.Part("troubles-model").GetByRole(AriaRole.Link, new() { Name = "starter-chat" }).ClickAsync();
        await Expect(tab.Part("filter-model")).ToHaveValueAsync("starter-chat");
        await Expect(tab.Part("filter-outcome")).ToHaveValueAsync("refused");
        await Expect(tab.Part("requests").Locator("tbody tr:not([data-outcome=refused])")).ToHaveCountAsync(0);
        await tab.Part("open-request").First.ClickAsync();
        await Expect(tab.Part("request-error")).ToContainTextAsync("longer than the model's context");
    }

    [Fact]
    public async Task Request_ByKeyboardAndByLink_ShowsWhereItsTimeWentAndWhyThisModel()
    {
        await AskAsync("Reverse a string in Python");
        await WrittenAsync("ok");
        var tab = await OpenAsync(Page);
        var first = tab.Part("open-request").First;

        await first.FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");

        await Expect(tab.Part("request").GetByRole(AriaRole.Heading, new() { Name = "Request", Exact = true })).ToBeFocusedAsync();
        await Expect(tab.Part("waterfall")).ToContainTextAsync("Prompt");
        await Expect(tab.Part("why")).ToContainTextAsync("starter-");
        var link = tab.Page.Url;
        Assert.Contains("request=req-", link, StringComparison.Ordinal);
        await tab.Page.Keyboard.PressAsync("Escape");
        await Expect(tab.Part("request")).ToHaveCountAsync(0);
        await Expect(first).ToBeFocusedAsync();

        var other = await OpenAsync(new Uri(link).PathAndQuery);
        await Expect(other.Part("waterfall")).ToContainTextAsync("In all");
        await other.Part("sheet-close").ClickAsync();
        await Expect(other.Page).ToHaveURLAsync(Page);
    }

    [Fact]
    public async Task Use_WhileThePageIsOpen_AppearsByItself()
    {
        var tab = await OpenAsync(Page);
        await Expect(tab.Part("as-of")).ToContainTextAsync("it follows what happens");
        var requests = tab.Part("open-request");
        var newest = await requests.CountAsync() > 0 ? await requests.First.GetAttributeAsync("href") : "";

        await AskAsync("What is an API?", "starter-chat");

        await Expect(requests.First).Not.ToHaveAttributeAsync("href", newest!);
    }

    [Fact]
    public async Task View_PeriodFiltersAndOrder_AreThereAgainAfterAReload()
    {
        await AskAsync("What is an API?", "starter-chat");
        await WrittenAsync("ok");
        var tab = await OpenAsync(Page);

        await tab.Part("period-week").ClickAsync();
        await tab.Part("filter-model").SelectOptionAsync("starter-chat");
        await tab.Part("sort-whole").ClickAsync();
        await Expect(tab.Page).ToHaveURLAsync($"{Page}?period=week&model=starter-chat&sort=whole");
        await tab.Page.ReloadAsync();
        await tab.ReadyAsync();

        await Expect(tab.Part("period-week")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(tab.Part("filter-model")).ToHaveValueAsync("starter-chat");
        await Expect(tab.Part("comparison").Locator("th[aria-sort=ascending]")).ToContainTextAsync("Answer");
        await tab.Page.GoBackAsync();
        await Expect(tab.Page).ToHaveURLAsync($"{Page}?period=week&model=starter-chat");
    }

    [Fact]
    public async Task OwnRange_TimesOfAnotherZone_AreTheSameMomentInTheAddress()
    {
        var tab = await OpenAsync(Page, new Look { Zone = "Asia/Kolkata" });
        await Expect(tab.Part("usage")).ToBeVisibleAsync();

        await tab.Part("period-own").ClickAsync();
        await tab.Part("own-from").FillAsync("2026-01-05T10:00");
        await tab.Part("own-to").FillAsync("2026-01-05T18:30");
        await tab.Part("own-apply").ClickAsync();

        await Expect(tab.Page).ToHaveURLAsync($"{Page}?period=own&from=2026-01-05T04%3A30%3A00Z&to=2026-01-05T13%3A00%3A00Z");
        await Expect(tab.Part("as-of")).ToContainTextAsync("5 Jan");
        await Expect(tab.Part("no-requests")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("csv", "time,request_id,")]
    [InlineData("ndjson", "{\"time\":")]
    public async Task Export_Format_IsTheFileOfTheService(string format, string beginning)
    {
        await AskAsync("What is an API?", "starter-chat");
        await WrittenAsync("ok");
        var tab = await OpenAsync(Page);
        await Expect(tab.Part("usage")).ToBeVisibleAsync();

        var download = await tab.Page.RunAndWaitForDownloadAsync(() => tab.Part($"export-{format}").ClickAsync());

        Assert.Equal($"multillm-requests.{format}", download.SuggestedFilename);
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        var text = await reader.ReadToEndAsync();
        Assert.StartsWith(beginning, text, StringComparison.Ordinal);
        Assert.Contains("starter-chat", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Legend_ByKeyboard_SwitchesALineOffAndOn()
    {
        await AskAsync("What is an API?", "starter-chat");
        await WrittenAsync("ok");
        var tab = await OpenAsync(Page);
        var written = tab.Part("tokens-chart").GetByRole(AriaRole.Button, new() { Name = "Written" });

        await written.FocusAsync();
        await tab.Page.Keyboard.PressAsync("Space");
        await Expect(written).ToHaveAttributeAsync("aria-pressed", "false");
        await tab.Page.Keyboard.PressAsync("Enter");

        await Expect(written).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Fact]
    public async Task Page_HostileNames_AreInert()
    {
        const string attack = "<img src=x onerror=window.ran=true>";
        await Assert.ThrowsAsync<MultiLLMApiException>(() => AskAsync("Whatever", attack));
        await WrittenAsync("refused");

        var tab = await OpenAsync($"{Page}?model={Uri.EscapeDataString(attack)}&task={Uri.EscapeDataString(attack)}");
        await Expect(tab.Part("filter-model")).ToHaveValueAsync(attack);
        await tab.GoAsync($"{Page}?outcome=refused");
        await tab.Part("open-request").First.ClickAsync();

        await Expect(tab.Part("request")).ToContainTextAsync(attack);
        Assert.Equal(0, await tab.Page.Locator("main img").CountAsync());
        Assert.False(await tab.Page.EvaluateAsync<bool>("() => 'ran' in window"));
    }

    private Task<ChatReply> AskAsync(string message, string? model = null) => Service.Client.ChatAsync(new ChatRequest { Message = message, ModelId = model, MaxTokens = 16 });

    private Task RefuseAsync(string model) => Assert.ThrowsAsync<MultiLLMApiException>(() => AskAsync(string.Join(' ', Enumerable.Repeat("word", 2000)), model));

    /// <summary>Records are written a moment after their request has ended.</summary>
    private async Task WrittenAsync(string outcome)
    {
        for (var i = 0; i < 100; i++, await Task.Delay(50))
        {
            if ((await Service.Client.GetRequestsAsync(new AnalyticsQuery { Since = "1h", Outcome = outcome }, limit: 1)).Requests.Count > 0)
                return;
        }
        Assert.Fail($"No request that was {outcome} was written within five seconds.");
    }
}
