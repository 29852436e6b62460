using MultiLLM.Core.Residency;

namespace MultiLLM.Server.FunctionalTests.Residency;

/// <summary>How long models stay, and who may make them stay or leave.</summary>
public sealed class LifecycleTests
{
    [Theory]
    [InlineData("/chat", """{"model_id":"one","message":"x","keep_alive":0}""")]
    [InlineData("/chat", """{"model_id":"one","message":"x","keep_alive":"0s"}""")]
    [InlineData("/v1/chat/completions", """{"model":"one","messages":[{"role":"user","content":"x"}],"keep_alive":0}""")]
    [InlineData("/v1/completions", """{"model":"one","prompt":"x","keep_alive":"500ms"}""")]
    public async Task KeepAlive_Short_TheModelLeavesAfterTheAnswer(string path, string request)
    {
        await using var service = await ScriptedService.StartAsync(["one:"]);

        await service.PostOkAsync(path, request);

        await service.UntilAsync("one", ModelState.Unloaded);
    }

    [Theory]
    [InlineData("/embeddings", """{"model_id":"embed","texts":["x"],"keep_alive":0}""")]
    [InlineData("/v1/embeddings", """{"model":"embed","input":"x","keep_alive":"0"}""")]
    public async Task KeepAlive_OfEmbeddings_CountsToo(string path, string request)
    {
        await using var service = await ScriptedService.StartAsync(["embed:"]);

        await service.PostOkAsync(path, request);

        await service.UntilAsync("embed", ModelState.Unloaded);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("\"-1\"")]
    [InlineData("\"-1m\"")]
    public async Task KeepAlive_Negative_PinsTheModel(string value)
    {
        await using var service = await ScriptedService.StartAsync(["one:", "two:"], ("MaxConcurrentModels", "1"));
        await service.PostOkAsync("/chat", $$"""{"model_id":"one","message":"x","keep_alive":{{value}}}""");

        Assert.True((await service.ModelAsync("one")).GetProperty("loaded").GetProperty("pinned").GetBoolean());
        var refusal = await service.RefusedAsync("/chat", """{"model_id":"two","message":"x"}""");

        Assert.Equal((503, "insufficient_memory"), (refusal.Status, refusal.Code));
        Assert.Contains("pinned (one)", refusal.Message);
    }

    [Theory]
    [InlineData("\"1h30m\"", 5400)]
    [InlineData("90", 90)]
    [InlineData("\"2.5m\"", 150)]
    public async Task KeepAlive_Duration_ShowsUntilWhen(string value, int seconds)
    {
        await using var service = await ScriptedService.StartAsync(["one:"]);
        await service.PostOkAsync("/models/one/load", $$"""{"keep_alive":{{value}}}""");
        await service.UntilAsync("one", ModelState.Ready);

        MultiLLM.Core.Residency.ModelResidency model = null!;
        await Support.Eventually.TrueAsync(() => (model = service.Residency.Snapshot.Find("one")!).KeepAliveUntil is not null);

        Assert.Equal(seconds, (model.KeepAliveUntil!.Value - model.LastUsedAt).TotalSeconds);
    }

    [Theory]
    [InlineData("\"soon\"")]
    [InlineData("\"5 m\"")]
    [InlineData("true")]
    [InlineData("1e12")]
    [InlineData("\"\"")]
    public async Task KeepAlive_Nonsense_IsRefusedByName(string value)
    {
        await using var service = await ScriptedService.StartAsync(["one:"]);

        var refusal = await service.RefusedAsync("/chat", $$"""{"model_id":"one","message":"x","keep_alive":{{value}}}""");

        Assert.Equal((400, "invalid_request"), (refusal.Status, refusal.Code));
        Assert.StartsWith("keep_alive must be seconds", refusal.Message);
    }

    [Fact]
    public async Task PinAndUnpin_Model_StaysThenMayLeave()
    {
        await using var service = await ScriptedService.StartAsync(["one:", "two:"], ("MaxConcurrentModels", "1"));

        Assert.True((await service.PostOkAsync("/models/one/pin", "")).GetProperty("changed").GetBoolean());
        Assert.False((await service.PostOkAsync("/models/one/pin", "")).GetProperty("changed").GetBoolean());
        Assert.Equal(503, (await service.RefusedAsync("/models/two/load", "")).Status);
        Assert.True((await service.PostOkAsync("/models/one/unpin", "")).GetProperty("changed").GetBoolean());
        Assert.False((await service.PostOkAsync("/models/one/unpin", "")).GetProperty("changed").GetBoolean());
        await service.PostOkAsync("/models/two/load", "");

        Assert.Contains("made room for two", service.Residency.Snapshot.Find("one")!.WhyEvicted);
    }

    [Fact]
    public async Task UnloadAll_IdlePinnedAndBusyModels_AllLeaveButTheBusyOne()
    {
        await using var service = await ScriptedService.StartAsync(["busy:tokens=100000;token_ms=5", "idle:", "pinned:"]);
        using var stop = new CancellationTokenSource();
        await service.PostOkAsync("/models/idle/load", "");
        await service.PostOkAsync("/models/pinned/load", """{"pin":true}""");
        var lease = service.PostAsync("/chat", """{"model_id":"busy","message":"x","max_tokens":300}""");
        await Support.Eventually.TrueAsync(() => service.Residency.Snapshot.Find("busy") is { InFlight: 1 });

        var result = await service.PostOkAsync("/models/unload-all", "");

        Assert.Equal(["idle", "pinned"], result.GetProperty("unloaded").EnumerateArray().Select(e => e.GetString()));
        var kept = Assert.Single(result.GetProperty("kept").EnumerateArray());
        Assert.Equal("busy is answering 1 request.", kept.GetProperty("reason").GetString());
        Assert.Equal(200, (await lease).Status);
        Assert.Empty((await service.PostOkAsync("/models/unload-all", "")).GetProperty("kept").EnumerateArray());
    }

    [Fact]
    public async Task Load_WithAContext_LoadsWithThatAndSaysWhetherItChangedAnything()
    {
        await using var service = await ScriptedService.StartAsync(["one:"]);

        Assert.True((await service.PostOkAsync("/models/one/load", """{"context_length":128}""")).GetProperty("changed").GetBoolean());
        Assert.Equal(128, (await service.ModelAsync("one")).GetProperty("loaded").GetProperty("context_length").GetInt32());
        Assert.False((await service.PostOkAsync("/models/one/load", "")).GetProperty("changed").GetBoolean());
        Assert.True((await service.PostOkAsync("/models/one/load", """{"context_length":256}""")).GetProperty("changed").GetBoolean());
        Assert.Equal(256, service.Residency.Snapshot.Find("one")!.Plan!.ContextLength);
        Assert.Equal(400, (await service.RefusedAsync("/models/one/load", """{"context_length":0}""")).Status);
    }

    [Fact]
    public async Task HealthListAndStanding_AreNoUse()
    {
        await using var service = await ScriptedService.StartAsync(["one:"], ("InactiveThresholdMinutes", "0.01"));
        await service.PostOkAsync("/models/one/load", "");

        await Support.Eventually.TrueAsync(async () =>
        {
            await service.ModelAsync("one"); // asked for all the time, it leaves all the same
            return service.Residency.Snapshot.StateOf("one") == ModelState.Unloaded;
        });

        Assert.Contains("Nobody used it", service.Residency.Snapshot.Find("one")!.WhyEvicted);
    }
}
