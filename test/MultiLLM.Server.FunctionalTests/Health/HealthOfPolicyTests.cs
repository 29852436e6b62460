using System.Text;
using System.Text.Json;
using MultiLLM.Server.FunctionalTests.Residency;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Health;

/// <summary>A content policy that cannot be applied costs health, until it is put right.</summary>
public sealed class HealthOfPolicyTests : IDisposable
{
    private const string Good = """{"version":"1","rules":[{"id":"mail","detectors":["email"],"action":"flag"}]}""";

    private readonly string _home = Directory.CreateTempSubdirectory("multillm-").FullName;

    private string Policy => Path.Combine(_home, "policy.json");

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task Health_FileBecomesFaulty_LosesPointsWithAdviceUntilItIsMended()
    {
        await File.WriteAllTextAsync(Policy, Good);
        await using var service = await ScriptedService.StartAsync(["a:generate=echo"], _home);
        Assert.Empty(Deductions((await service.GetAsync("/health")).Body));

        await File.WriteAllTextAsync(Policy, """{"version":"2","rules":[{"id":"mail","detectors":["e-mail"],"action":"flag"}]}""");
        await Eventually.TrueAsync(async () => Deductions((await service.GetAsync("/health")).Body).Count == 1);

        var (status, health) = await service.GetAsync("/health");
        Assert.Equal((200, "degraded", true), (status, health.GetProperty("status").GetString(), health.GetProperty("can_serve").GetBoolean()));
        var deduction = Deductions(health)[0];
        Assert.Contains("names \"e-mail\"", deduction.GetProperty("reason").GetString());
        Assert.Contains("Policy 1 stays in force.", deduction.GetProperty("reason").GetString());
        Assert.Contains("multillm policy test", deduction.GetProperty("advice").GetString());
        Assert.Equal(20, health.GetProperty("parts").EnumerateArray().Single(part => part.GetProperty("name").GetString() == "policy").GetProperty("lost").GetInt32());
        Assert.Equal(200, (await service.GetAsync("/health/ready")).Status);

        await File.WriteAllTextAsync(Policy, Good);
        await Eventually.TrueAsync(async () => (await service.GetAsync("/health")).Body.GetProperty("score").GetInt32() == 100);
    }

    [Fact]
    public async Task Health_FaultyAtTheStart_CannotServeAndSaysWhatToDo()
    {
        await File.WriteAllTextAsync(Policy, "{ nonsense");
        await using var service = await ScriptedService.StartAsync(["a:generate=echo"], _home);

        var (status, health) = await service.GetAsync("/health");
        var (ready, reasons) = await service.GetAsync("/health/ready");

        Assert.Equal((503, 0, false), (status, health.GetProperty("score").GetInt32(), health.GetProperty("can_serve").GetBoolean()));
        Assert.Contains("line 1", Assert.Single(Deductions(health)).GetProperty("reason").GetString());
        Assert.Equal(503, ready);
        Assert.Contains("every request is refused", reasons.GetProperty("reasons")[0].GetString());

        File.Delete(Policy);
        await Eventually.TrueAsync(async () => (await service.GetAsync("/health")).Status == 200);
        Assert.Equal(200, (await service.GetAsync("/health/ready")).Status);
        await service.PostOkAsync("/chat", """{"message":"one two","model_id":"a"}""");
        Assert.Equal(1, (await service.GetAsync("/system/events?follow=false&kind=policy.changed")).Body.GetProperty("events").GetArrayLength());
    }

    /// <summary>Whether a file can be read is no part of its time or size.</summary>
    [Fact]
    public async Task Health_FileThatCannotBeReadAndThenCan_IsMendedToo()
    {
        await File.WriteAllTextAsync(Policy, Good);
        await using var service = await ScriptedService.StartAsync(["a:generate=echo"], _home);
        await using (var held = new FileStream(Policy, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await held.WriteAsync(Encoding.UTF8.GetBytes(Good.Replace("\"1\"", "\"two\"")));
            await held.FlushAsync();
            await Eventually.TrueAsync(async () => Deductions((await service.GetAsync("/health")).Body) is [var one] && one.GetProperty("reason").GetString()!.Contains("cannot be read"));
        }

        await Eventually.TrueAsync(async () => (await service.GetAsync("/policy")).Body.GetProperty("version").GetString() == "two");
        Assert.Equal(100, (await service.GetAsync("/health")).Body.GetProperty("score").GetInt32());
    }

    private static List<JsonElement> Deductions(JsonElement health) =>
        [.. health.GetProperty("deductions").EnumerateArray().Where(deduction => deduction.GetProperty("part").GetString() == "policy")];
}
