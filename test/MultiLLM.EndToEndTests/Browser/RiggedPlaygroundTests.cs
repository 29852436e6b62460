using MultiLLM.EndToEndTests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace MultiLLM.EndToEndTests.Browser;

/// <summary>Chats with models that are slow, crash, or answer what a page must not act on.</summary>
[Collection(BrowserCollection.Name)]
public sealed class RiggedPlaygroundTests(BrowserFixture fixture, RiggedService rigged) : BrowserTest(fixture.Browser, rigged.Service)
{
    public static IEnumerable<TheoryDataRow<string>> Attacks { get; } =
    [
        "<script>window.ran=true</script>",
        "<img src=x onerror=window.ran=true>",
        "<svg/onload=window.ran=true>",
        "<iframe srcdoc='<script>parent.ran=true</script>'></iframe>",
        "<a href=javascript:window.ran=true>bait</a> [bait](javascript:window.ran=true)",
        "![bait](http://elsewhere.example/spy.png) [bait](data:text/html,<script>window.ran=true</script>)",
        "```html\n<img src=x onerror=window.ran=true>\n```",
        "<style>*{display:none}</style> <meta http-equiv=refresh content=0;url=/docs> <base href=http://elsewhere.example/>",
        "\u001b[2J\u001b]8;;http://elsewhere.example\u0007bait\u001b]8;;\u0007 \u202Etxet desrever",
        "<form action=/models/unload-all method=post><button>bait</button></form>",
    ];

    [Fact]
    public async Task Stop_InTheMiddle_KeepsWhatCameAndFreesTheModel()
    {
        var tab = await OpenAsync(Playground.Path);
        var playground = new Playground(tab);
        await playground.ChooseAsync(RiggedService.Slow);
        await playground.SayAsync("word");
        await Expect(playground.Growing).ToContainTextAsync("word word");

        await tab.Part("stop").ClickAsync();

        await Expect(playground.Answers).ToContainTextAsync("Stopped here.");
        await Expect(playground.Answers).ToContainTextAsync("word word");
        await Expect(tab.Part("send")).ToBeVisibleAsync();
        for (var i = 0; i < 40 && (await Service.Client.GetResidencyAsync()).InFlight > 0; i++)
            await Task.Delay(50);
        Assert.Equal(0, (await Service.Client.GetResidencyAsync()).InFlight);
    }

    [Fact]
    public async Task Answer_ModelCrashesInTheMiddle_SaysSoAndCanBeAskedAgain()
    {
        var tab = await OpenAsync(Playground.Path);
        var playground = new Playground(tab);
        await playground.ChooseAsync(RiggedService.Fragile);

        var broken = await playground.AskAsync("one two three");

        await Expect(broken).ToContainTextAsync("It broke off here.");
        await Expect(broken.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToContainTextAsync("process");
        await broken.GetByTestId("retry").ClickAsync();
        await Expect(playground.Answers.Last).ToContainTextAsync("one two three");
        await Expect(playground.Answers.Last).Not.ToContainTextAsync("It broke off here.");
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Answer_HostileText_IsInert(string attack)
    {
        var tab = await OpenAsync(Playground.Path);
        var playground = new Playground(tab);
        await playground.ChooseAsync(RiggedService.Echo);

        // The question is shown, too, and so is its title in the list of conversations.
        var answer = await playground.AskAsync($"{attack} sentinel");

        await Expect(answer).ToContainTextAsync("sentinel");
        await tab.Page.WaitForTimeoutAsync(150);
        Assert.False(await tab.Page.EvaluateAsync<bool>("() => 'ran' in window"));
        Assert.Equal(0, await tab.Page.Locator("main :is(script, iframe, object, embed, meta, base, link, article style, article img, article form:not([aria-label]))").CountAsync());
        Assert.All(
            await tab.Page.Locator("article a").EvaluateAllAsync<string[]>("links => links.map(link => link.protocol)"),
            protocol => Assert.Contains(protocol, (string[])["http:", "https:", "mailto:"]));
        await Expect(tab.Page).ToHaveURLAsync(Playground.Path);
    }

    [Fact]
    public async Task Models_HostileNames_AreText()
    {
        var tab = await OpenAsync("/ui/models");
        await Expect(tab.Part($"model-{RiggedService.Echo}")).ToContainTextAsync("<img src=x onerror=\"window.ran=true\">");

        await tab.GoAsync($"/ui/models/{RiggedService.Echo}");

        await Expect(tab.Heading).ToContainTextAsync("<img src=x");
        await Expect(tab.Page.GetByText("<script>window.ran=true</script>")).ToBeVisibleAsync();
        Assert.False(await tab.Page.EvaluateAsync<bool>("() => 'ran' in window"));
    }
}
