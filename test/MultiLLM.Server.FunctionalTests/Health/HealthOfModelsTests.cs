using System.Text.Json;
using MultiLLM.Server.FunctionalTests.Residency;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Health;

/// <summary>The whole product over HTTP, with real processes as runners.</summary>
public sealed class HealthOfModelsTests
{
    [Fact]
    public async Task Health_NobodyAsked_IsFullAndSaysThatNothingIsKnown()
    {
        await using var service = await ScriptedService.StartAsync(["a:generate=echo"]);

        var (status, health) = await service.GetAsync("/health");

        Assert.Equal((200, "ok", true), (status, health.GetProperty("status").GetString(), health.GetProperty("can_serve").GetBoolean()));
        var model = Model(health, "a");
        Assert.Equal(("no_data", "unloaded"), (model.GetProperty("status").GetString(), model.GetProperty("state").GetString()));
        Assert.False(model.TryGetProperty("score", out _));
    }

    [Fact]
    public async Task Health_AfterACrash_IsLowerWithReasonAndAdvice()
    {
        await using var service = await ScriptedService.StartAsync(["a:generate=crash-mid;times=1;tokens=5"]);
        var (status, _) = await service.PostAsync("/chat", """{"message":"one two three","model_id":"a"}""");
        Assert.Equal(502, status);

        await Eventually.TrueAsync(async () => Model((await service.GetAsync("/health")).Body, "a").GetProperty("crashes").GetInt32() == 1);

        var (code, health) = await service.GetAsync("/health");
        Assert.Equal(200, code);
        Assert.True(health.GetProperty("score").GetInt32() < 100);
        var deduction = health.GetProperty("deductions").EnumerateArray().Single(d => d.GetProperty("part").GetString() == "crashes");
        Assert.Contains("a crashed once in the last hour", deduction.GetProperty("reason").GetString());
        Assert.NotEqual("", deduction.GetProperty("advice").GetString());
        Assert.Equal(("reload", "a"), (deduction.GetProperty("action").GetProperty("action").GetString(), deduction.GetProperty("action").GetProperty("model").GetString()));
        Assert.Equal(100 - health.GetProperty("deductions").EnumerateArray().Sum(d => d.GetProperty("points").GetInt32()), health.GetProperty("score").GetInt32());
    }

    [Fact]
    public async Task Degraded_ModelDecodesSlowerOnCommand_IsToldAndOverAfterwards()
    {
        await using var service = await ScriptedService.StartAsync(["a:token_ms=8;tokens=8"]);
        await service.AskAsync("a", times: 60, atOnce: 1);
        Assert.Empty((await service.GetAsync("/system/events?follow=false&kind=model.degraded")).Body.GetProperty("events").EnumerateArray());

        service.Rewrite("a", "token_ms=60;tokens=8");
        await service.AskUntilEventAsync("a", "model.degraded", most: 50);

        var told = (await service.GetAsync("/system/events?follow=false&kind=model.degraded&model=a&since=1h")).Body.GetProperty("events")[0];
        Assert.Matches("^a (decodes \\d+ % slower than|takes .* times as long .*) its 7-day baseline since \\d\\d:\\d\\d UTC", told.GetProperty("message").GetString());
        var health = (await service.GetAsync("/health")).Body;
        Assert.Contains(Model(health, "a").GetProperty("deductions").EnumerateArray(), d => d.GetProperty("part").GetString() == "latency");
        Assert.True(health.GetProperty("score").GetInt32() < 100);
        Assert.Contains("its 7-day baseline", (await service.PostOkAsync("/selection/explain", """{"message":"one two"}""")).ToString());

        service.Rewrite("a", "token_ms=8;tokens=8");
        await service.AskUntilEventAsync("a", "model.recovered", most: 60);
        Assert.Equal(100, (await service.GetAsync("/health")).Body.GetProperty("score").GetInt32());
    }

    [Fact]
    public async Task Events_AfterARestart_AreStillThereWithTheirIds()
    {
        using var home = new TempFolder();
        long id;
        await using (var service = await ScriptedService.StartAsync(["a:generate=echo"], home.Path))
        {
            await service.PostOkAsync("/chat", """{"message":"one","model_id":"a"}""");
            id = (await service.GetAsync("/system/events?follow=false&kind=model.loaded")).Body.GetProperty("events")[0].GetProperty("id").GetInt64();
        }
        await using var again = await ScriptedService.StartAsync(["a:generate=echo"], home.Path);

        var events = (await again.GetAsync("/system/events?follow=false&kind=model.loaded")).Body;

        Assert.Equal(id, events.GetProperty("events")[0].GetProperty("id").GetInt64());
        Assert.False((await again.GetAsync($"/system/events?follow=false&after={id}")).Body.GetProperty("missed").GetBoolean());
    }

    private static JsonElement Model(JsonElement health, string id) =>
        health.GetProperty("models").EnumerateArray().Single(model => model.GetProperty("id").GetString() == id);
}
