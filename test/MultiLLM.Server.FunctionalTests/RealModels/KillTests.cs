using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Core.Runners;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.RealModels;

/// <summary>A runner may be killed in any state: the service lives on, others are untouched, and the next request works.</summary>
[Collection(nameof(RealModelCollection))]
public sealed class KillTests(RealService real)
{
    private const string Short = """{"model":"starter-code","messages":[{"role":"user","content":"Write a loop."}],"max_tokens":4}""";

    [Fact]
    public async Task Kill_Spare_TheNextLoadTakesAnother()
    {
        await Eventually.TrueAsync(() => Spares.Count > 0);

        Spares.ToList().ForEach(Kill);

        await AnswersAsync();
    }

    [Fact]
    public async Task Kill_WhileLoading_TheLoadIsTriedOnceMore()
    {
        await real.PostOkAsync("/models/unload-all", "");
        await Eventually.TrueAsync(() => Spares.Count == 1);
        var victim = Spares[0];
        await HaltAsync(victim); // it would be loaded before it could be killed

        var answering = real.PostOkAsync("/v1/chat/completions", Short);
        await UntilAsync("loading");
        Kill(victim);

        Assert.Equal(1, (await answering).GetProperty("choices").GetArrayLength());
        Assert.NotEqual(victim, await ProcessOfAsync("starter-code"));
    }

    [Fact]
    public async Task Kill_Idle_IsShownWithItsReasonAndLoadedAgainOnDemand()
    {
        await AnswersAsync();
        var victim = await ProcessOfAsync("starter-code");

        Kill(victim);
        await UntilAsync("failed");

        Assert.Contains("SIGKILL", (await real.ModelAsync("starter-code")).GetProperty("last_error").GetString());
        await AnswersAsync();
        Assert.NotEqual(victim, await ProcessOfAsync("starter-code"));
    }

    [Fact]
    public async Task Kill_BetweenRequestsOfManyCallers_OthersAreUntouched()
    {
        await real.PostOkAsync("/models/starter-embed/load", "");
        var bystander = await ProcessOfAsync("starter-embed");
        await AnswersAsync();

        var answers = Enumerable.Range(0, 6).Select(_ => real.Service.PostJsonAsync("/v1/chat/completions", Short)).ToList();
        Kill(await ProcessOfAsync("starter-code"));

        foreach (var (status, body) in await Task.WhenAll(answers))
            Assert.True(status == 200 || body.GetProperty("error").GetProperty("code").GetString() == "runner_crashed", $"{status}: {body}");
        await AnswersAsync();
        Assert.Equal(bystander, await ProcessOfAsync("starter-embed"));
    }

    [Fact]
    public async Task Kill_WhileUnloading_TheUnloadEndsAllTheSame()
    {
        await AnswersAsync();
        var victim = await ProcessOfAsync("starter-code");
        await HaltAsync(victim); // it would be gone before it could be killed

        var unloading = real.PostOkAsync("/models/starter-code/unload", "");
        await UntilAsync("unloading");
        Kill(victim);

        Assert.Equal("unloaded", (await unloading).GetProperty("model").GetProperty("state").GetString());
        Assert.False(ProcessTable.IsAlive(victim));
        await AnswersAsync();
    }

    private IReadOnlyList<int> Spares => real.Service.Services.GetRequiredService<SpareRunnerPool>().ProcessIds;

    private async Task AnswersAsync() =>
        Assert.Equal(1, (await real.PostOkAsync("/v1/chat/completions", Short)).GetProperty("choices").GetArrayLength());

    private async Task<int> ProcessOfAsync(string model) => (await real.ModelAsync(model)).GetProperty("loaded").GetProperty("process_id").GetInt32();

    private Task UntilAsync(string state) =>
        Eventually.TrueAsync(async () => (await real.ModelAsync("starter-code")).GetProperty("state").GetString() == state);

    private static async Task HaltAsync(int process)
    {
        using var kill = Process.Start("kill", ["-STOP", $"{process}"]);
        await kill.WaitForExitAsync();
        await Eventually.TrueAsync(() => ProcessTable.IsStopped(process));
    }

    private static void Kill(int process)
    {
        try
        {
            using var victim = Process.GetProcessById(process);
            victim.Kill();
        }
        catch (ArgumentException)
        {
            // it is gone already
        }
    }
}
