using MultiLLM.Core.Residency;

namespace MultiLLM.Server.FunctionalTests.Residency;

public sealed class RefusalTests
{
    [Fact]
    public async Task Chat_ModelThatCannotFit_IsRefusedBeforeLoadingWithNumbersAndRemedies()
    {
        await using var service = await ScriptedService.StartAsync(["one:"], ("MemoryBudgetBytes", "1000000"));

        var refusal = await service.RefusedAsync("/v1/chat/completions", """{"model":"one","messages":[{"role":"user","content":"x"}]}""");

        Assert.Equal((503, "insufficient_memory"), (refusal.Status, refusal.Code));
        foreach (var part in (string[])["one needs ", " of weights", "tokens of context", "MemoryBudgetBytes is 1 MB", "What would help: ", "a smaller model"])
            Assert.Contains(part, refusal.Message);
        Assert.Equal(ModelState.Unloaded, service.Residency.Snapshot.StateOf("one"));
    }

    [Fact]
    public async Task Chat_ModelKeepsFailing_BacksOffShownAsFailedAndAnExplicitLoadTriesAtOnce()
    {
        await using var service = await ScriptedService.StartAsync(["one:load=fail;times=2", "two:"]);
        for (var i = 0; i < 2; i++)
            Assert.Equal("one could not be loaded: the script says so", (await service.RefusedAsync("/chat", """{"model_id":"one","message":"x"}""")).Message);

        var refusal = await service.RefusedAsync("/chat", """{"model_id":"one","message":"x"}""");
        var standing = await service.ModelAsync("one");
        await service.PostOkAsync("/chat", """{"model_id":"two","message":"x"}""");
        await service.PostOkAsync("/models/one/load", "");

        Assert.Equal((500, "model_load_failed"), (refusal.Status, refusal.Code));
        Assert.StartsWith("one failed 2 times in a row and is tried again in 1 s. The last time: one could not be loaded", refusal.Message);
        Assert.Equal("failed", standing.GetProperty("state").GetString());
        Assert.True(standing.TryGetProperty("backoff_until", out _));
        Assert.Equal(ModelState.Ready, service.Residency.Snapshot.StateOf("one"));
    }

    [Fact]
    public async Task Chat_RunnerCrashesWhileLoading_FailsWithItsLastWordsAfterOneMoreTry()
    {
        await using var service = await ScriptedService.StartAsync(["one:load=crash"]);

        var refusal = await service.RefusedAsync("/chat", """{"model_id":"one","message":"x"}""");

        Assert.Equal((500, "model_load_failed"), (refusal.Status, refusal.Code));
        Assert.StartsWith("one could not be loaded, in two tries.", refusal.Message);
        Assert.EndsWith("Its last words: crashing while loading", refusal.Message);
    }
}
