using System.Text.Json;
using Microsoft.Playwright;
using MultiLLM.EndToEndTests.Browser.Support;
using MultiLLM.EndToEndTests.Support;

namespace MultiLLM.EndToEndTests.Browser;

/// <summary>axe-core examines each page, in both themes, for what keeps people out.</summary>
[Collection(BrowserCollection.Name)]
public sealed class AccessibilityTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    public static IEnumerable<TheoryDataRow<string, ColorScheme, int>> Looks =>
        from page in Pages.All
        from look in new[] { (ColorScheme.Light, 1280), (ColorScheme.Dark, 360) }
        select new TheoryDataRow<string, ColorScheme, int>(page.Path, look.Item1, look.Item2);

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task EachPage_Examined_HasNoViolation(string path, ColorScheme system, int width)
    {
        var tab = await OpenAsync(path, new Look { System = system, Width = width, Script = await AxeAsync() });

        Assert.Empty(await ExamineAsync(tab));
    }

    [Fact]
    public async Task Page_WithFaults_IsFoundOut()
    {
        var tab = await OpenAsync("/", new Look { Script = await AxeAsync() });
        await tab.Page.EvaluateAsync(
            "() => document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button><p style=\"color:#aaa;background:#fff\">pale</p>')");

        var found = await ExamineAsync(tab);

        Assert.Contains(found, violation => violation.StartsWith("button-name", StringComparison.Ordinal));
        Assert.Contains(found, violation => violation.StartsWith("color-contrast", StringComparison.Ordinal));
    }

    private static Task<string> AxeAsync()
    {
        var path = Path.Combine(Repository.Root, "test", "MultiLLM.EndToEndTests", "Browser", "node_modules", "axe-core", "axe.min.js");
        return File.Exists(path) ? File.ReadAllTextAsync(path) : throw new FileNotFoundException($"{path} is missing: ./test.sh, or npm ci in its folder, fetches it.", path);
    }

    private static async Task<IReadOnlyList<string>> ExamineAsync(Tab tab)
    {
        await tab.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var result = await tab.Page.EvaluateAsync<JsonElement>("() => axe.run(document, { resultTypes: ['violations'] })");
        return
        [
            .. from violation in result.GetProperty("violations").EnumerateArray()
               from node in violation.GetProperty("nodes").EnumerateArray()
               select $"{violation.GetProperty("id")} ({violation.GetProperty("impact")}): {node.GetProperty("html")} {node.GetProperty("failureSummary")}",
        ];
    }
}
