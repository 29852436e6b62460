using System.Diagnostics;
using MultiLLM.Core.Residency;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Residency;

/// <summary>A comparison is in nobody's way.</summary>
public sealed class ComparisonPlaceTests
{
    private const string Slow = "tokens=400;token_ms=20";

    [Fact]
    public async Task Comparison_HoldsTheOnlyPlace_GivesItToARequestAndDoesItsAnswerAgain()
    {
        await using var service = await ScriptedService.StartAsync([$"slow:{Slow}", "other:tokens=2", "users:tokens=2"], ("MaxConcurrentModels", "1"));
        var id = await StartAsync(service, """{"models":["slow","other"],"prompts":["x"]}""");
        await service.UntilAsync("slow", ModelState.Ready);
        await Eventually.TrueAsync(() => service.Residency.Snapshot.Find("slow") is { InFlight: 1 });

        var watch = Stopwatch.StartNew();
        await service.PostOkAsync("/chat", """{"model_id":"users","message":"x"}""");

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4), $"The request waited {watch.Elapsed} for a comparison that takes 8 s."); // the load of a scripted model included
        var comparison = await service.GetOkAsync($"/analytics/comparisons/{id}");
        Assert.Equal(1, comparison.GetProperty("given_up").GetInt32());
        await service.DeleteAsync($"/analytics/comparisons/{id}");
    }

    [Fact]
    public async Task Comparison_RequestIsBeingAnswered_WaitsForItsEnd()
    {
        await using var service = await ScriptedService.StartAsync(["users:tokens=60;token_ms=20", "one:tokens=2", "two:tokens=2"]);
        var request = service.PostAsync("/chat", """{"model_id":"users","message":"x"}""");
        await Eventually.TrueAsync(() => service.Residency.Snapshot.Find("users") is { InFlight: 1 });

        var id = await StartAsync(service, """{"models":["one","two"],"prompts":["x"]}""");
        await Eventually.TrueAsync(async () => (await service.GetOkAsync($"/analytics/comparisons/{id}")).TryGetProperty("waiting", out _));
        Assert.Equal(ModelState.Unloaded, service.Residency.Snapshot.StateOf("one"));
        Assert.Equal(200, (await request).Status);

        await Eventually.TrueAsync(async () => (await service.GetOkAsync($"/analytics/comparisons/{id}")).GetProperty("state").GetString() == "done");
    }

    private static async Task<string> StartAsync(ScriptedService service, string body) =>
        (await service.PostOkAsync("/analytics/comparisons", body)).GetProperty("id").GetString()!;
}
