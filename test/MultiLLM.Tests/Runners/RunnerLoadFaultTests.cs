using Microsoft.Extensions.AI;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Runners;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Runners;

/// <summary>What callers see when a model cannot be loaded, or not at once; the runner is a real process.</summary>
public sealed class RunnerLoadFaultTests
{
    [Fact]
    public async Task Chat_CrashDuringLoad_IsRetriedOnce()
    {
        await using var service = await TestService.StartAsync([("tiny", "load=crash;times=1")]);

        Assert.Equal("one", await service.TextAsync("one"));
    }

    [Theory]
    [InlineData("load=fail", ErrorCode.ModelLoadFailed, "tiny could not be loaded: the script says so")]
    [InlineData("load=oom", ErrorCode.InsufficientMemory, "8 GiB are needed")]
    [InlineData("load=garbage", ErrorCode.ModelLoadFailed, "broke the protocol")]
    [InlineData("load=crash", ErrorCode.ModelLoadFailed, "in two tries. The model's process")]
    [InlineData("load=crash", ErrorCode.ModelLoadFailed, "Its last words: crashing while loading")]
    [InlineData("load=hang", ErrorCode.ModelLoadFailed, "made no progress")]
    public async Task Chat_LoadFaults_FailWithTheReason(string script, ErrorCode code, string message)
    {
        await using var service = await TestService.StartAsync([("tiny", script)], ("LoadTimeout", "00:00:00.500"));

        var error = await Assert.ThrowsAsync<MultiLLMException>(() => service.TextAsync("one"));

        Assert.Equal(code, error.Error.Code);
        Assert.Contains(message, error.Message);
        Assert.Equal(ModelState.Failed, service.Residency.Snapshot.StateOf("tiny"));
    }

    [Fact]
    public async Task Chat_AutomaticChoiceWhoseLoadFails_TheNextCandidateAnswersAndSaysSo()
    {
        await using var service = await TestService.StartAsync([("a-broken", "load=fail"), ("b-good", "")]);

        var first = await service.Chat.GetStreamingResponseAsync("What is the capital of France?").FirstAsync();

        Assert.Equal("b-good", first.Decision!.Model.Id);
        Assert.Contains("b-good answers, because a-broken failed", first.Decision!.Reason);
    }

    [Fact]
    public async Task Cancel_WhileLoading_ThrowsAndTheLoadThatNobodyWantsIsGivenUp()
    {
        await using var service = await TestService.StartAsync([("tiny", "load_ms=60000")]);
        using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => service.TextAsync("x", "tiny", leaving.Token));

        await Eventually.HoldsAsync(() => service.Residency.Snapshot.StateOf("tiny") == ModelState.Unloaded, "the load is given up");
        Assert.Contains("Nobody waits", service.Residency.Snapshot.Find("tiny")!.WhyEvicted);
    }

    [Fact]
    public async Task Load_StoppedProcess_IsKilledLongBeforeTheLoadTimeout()
    {
        await using var service = await TestService.StartAsync([("tiny", "load=hang;status=silent")], ("RunnerHangTimeout", "00:00:00.400"));

        var error = await Assert.ThrowsAsync<MultiLLMException>(() => service.TextAsync("x"));

        Assert.Equal(ErrorCode.ModelLoadFailed, error.Error.Code);
        Assert.Contains("did not answer", error.Message);
    }

    [Fact]
    public async Task Load_OutOfMemoryOnce_AnIdleModelLeavesAndTheRetryAnswers()
    {
        await using var service = await TestService.StartAsync([("idle", ""), ("tiny", "load=oom;times=1")]);
        await service.TextAsync("x", "idle");

        Assert.Equal("one", await service.TextAsync("one"));

        Assert.Contains("made room for tiny", service.Residency.Snapshot.Find("idle")!.WhyEvicted);
        Assert.Equal(0, service.Residency.Snapshot.Find("tiny")!.Failures);
    }

    [Fact]
    public async Task Load_FailsAgainAndAgain_BacksOffAndSaysUntilWhen()
    {
        await using var service = await TestService.StartAsync([("tiny", "load=fail")]);
        for (var i = 0; i < 2; i++)
            await Assert.ThrowsAsync<MultiLLMException>(() => service.TextAsync("x"));

        var refused = await Assert.ThrowsAsync<MultiLLMException>(() => service.TextAsync("x"));

        Assert.Contains("2 times in a row", refused.Message);
        Assert.InRange(refused.Error.RetryAfter!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.NotNull(service.Residency.Snapshot.Find("tiny")!.BackoffUntil);
    }

    [Fact]
    public async Task Preload_ConfiguredModels_AreLoadedAtTheStartAndUnknownOnesHurtNobody()
    {
        await using var service = await TestService.StartAsync([("one", ""), ("two", "")], ("Preload:0", "nonesuch"), ("Preload:1", "two"));

        await Eventually.HoldsAsync(() => service.Residency.Snapshot.StateOf("two") == ModelState.Ready, "it is preloaded");

        Assert.Equal("The configuration names it under Preload.", service.Residency.Snapshot.Find("two")!.WhyLoaded);
        Assert.Equal(ModelState.Unloaded, service.Residency.Snapshot.StateOf("one"));
    }

    [Fact]
    public async Task RunnerMissing_SaysWhereItWasExpected()
    {
        await using var service = await TestService.StartAsync([("tiny", "")], ("RunnerPath", "/nowhere/runner.dll"));

        var error = await Assert.ThrowsAsync<MultiLLMException>(() => service.TextAsync("x"));

        Assert.Equal(ErrorCode.ModelLoadFailed, error.Error.Code);
        Assert.Contains("/nowhere/runner.dll", error.Message);
    }
}
