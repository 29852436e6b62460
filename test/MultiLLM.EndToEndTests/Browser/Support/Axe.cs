using System.Text.Json;
using Microsoft.Playwright;
using MultiLLM.EndToEndTests.Support;

namespace MultiLLM.EndToEndTests.Browser.Support;

/// <summary>axe-core, which finds what keeps people out of a page.</summary>
internal static class Axe
{
    /// <summary>For <see cref="Look.Script"/> of a page that is examined.</summary>
    public static Task<string> ScriptAsync()
    {
        var path = Path.Combine(RepositoryRoot.Path, "test", "MultiLLM.EndToEndTests", "Browser", "node_modules", "axe-core", "axe.min.js");
        return File.Exists(path) ? File.ReadAllTextAsync(path) : throw new FileNotFoundException($"{path} is missing: ./test.sh, or npm ci in its folder, fetches it.", path);
    }

    /// <summary>What it has to say against the page as it is now.</summary>
    public static async Task<IReadOnlyList<string>> ExamineAsync(Tab tab)
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
