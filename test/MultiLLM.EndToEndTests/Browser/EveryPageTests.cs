using MultiLLM.EndToEndTests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace MultiLLM.EndToEndTests.Browser;

/// <summary>Every page by its address, wide and narrow, light and dark. axe-core examines each for what keeps people out, and nothing may jump while it loads.</summary>
[Collection(BrowserCollection.Name)]
public sealed class EveryPageTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    /// <summary>Of the visible page, times how far they moved: what browsers' makers call good is below 0.1.</summary>
    private const double MostJumps = 0.05;

    private const string CountJumps =
        """
        window.jumps = 0;
        new PerformanceObserver(list => { for (const jump of list.getEntries()) if (!jump.hadRecentInput) window.jumps += jump.value; }).observe({ type: "layout-shift", buffered: true });
        """;

    [Theory]
    [MemberData(nameof(Pages.Each), MemberType = typeof(Pages))]
    public async Task Page_WideAndLightThenNarrowAndDark_IsThereForEverybody(string path, string title)
    {
        var tab = await NewTabAsync(new Look { Script = await Axe.ScriptAsync() + CountJumps });

        var response = await tab.GoAsync(path);

        Assert.Equal(200, response.Status);
        await Expect(tab.Heading).ToHaveTextAsync(title);
        await Expect(tab.Page).ToHaveTitleAsync($"{title} · MultiLLM");
        Assert.Empty(await Axe.ExamineAsync(tab));
        Assert.InRange(await JumpsAsync(tab), 0, MostJumps);

        await tab.Part("theme").ClickAsync();
        await tab.Page.Mouse.MoveAsync(Look.Phone.Width / 2, Look.Phone.Height - 1); // the button's tooltip goes
        await tab.Page.SetViewportSizeAsync(Look.Phone.Width, Look.Phone.Height);
        await Expect(tab.Page.Locator("html[data-theme=dark]")).ToBeAttachedAsync();
        await Expect(tab.Menu).Not.ToBeInViewportAsync();
        Assert.False(await tab.ScrollsSidewaysAsync());
        Assert.Empty(await Axe.ExamineAsync(tab));
    }

    [Fact]
    public async Task Page_WithFaults_IsFoundOut()
    {
        var tab = await OpenAsync("/", new Look { Script = await Axe.ScriptAsync() + CountJumps });
        await tab.Page.EvaluateAsync(
            "() => document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button><p style=\"color:#aaa;background:#fff\">pale</p>')");

        var found = await Axe.ExamineAsync(tab);

        Assert.Contains(found, violation => violation.StartsWith("button-name", StringComparison.Ordinal));
        Assert.Contains(found, violation => violation.StartsWith("color-contrast", StringComparison.Ordinal));

        await tab.Page.EvaluateAsync("() => document.querySelector('main').insertAdjacentHTML('afterbegin', '<div style=\"height:300px\"></div>')");
        await tab.Page.WaitForFunctionAsync($"() => window.jumps > {MostJumps.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
    }

    private static Task<double> JumpsAsync(Tab tab) => tab.Page.EvaluateAsync<double>("() => window.jumps");
}
