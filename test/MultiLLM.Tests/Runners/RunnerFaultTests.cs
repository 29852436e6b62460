using System.Diagnostics;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Runners;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Runners;

/// <summary>What callers see when runners misbehave; the runner is a real process.</summary>
public sealed class RunnerFaultTests
{
    [Fact]
    public async Task Chat_CrashMidAnswer_DeliversWhatCameThenRunnerCrashedWithTheLastWords()
    {
        await using var service = await TestService.StartAsync([("tiny", "generate=crash-mid;times=1")]);
        var text = "";

        var error = await Assert.ThrowsAsync<MultiLLMException>(async () =>
        {
            await foreach (var update in Stream(service, "one two three"))
                text += update.Text;
        });

        Assert.Equal("one", text);
        Assert.Equal(ErrorCode.RunnerCrashed, error.Error.Code);
        Assert.Contains("exit code 3", error.Message);
        Assert.Contains("crashing mid-answer", error.Message);
        await Eventually.HoldsAsync(() => service.Residency.Snapshot.StateOf("tiny") == ModelState.Failed, "the death is noticed");
        Assert.Contains("exit code 3", service.Residency.Snapshot.Find("tiny")!.LastError);

        Assert.Equal("again", await TextAsync(service, "again"));
        Assert.Null(service.Residency.Snapshot.Find("tiny")!.LastError);
    }

    [Fact]
    public async Task Chat_CrashBeforeTheFirstToken_IsRetriedOnceUnseen()
    {
        await using var service = await TestService.StartAsync([("tiny", "generate=crash-first;times=1")]);

        Assert.Equal("one two", await TextAsync(service, "one two"));
    }

    [Fact]
    public async Task Chat_CrashesEveryTime_FailsAfterTheSecond()
    {
        await using var service = await TestService.StartAsync([("tiny", "generate=crash-first;times=2")]);

        var error = await Assert.ThrowsAsync<MultiLLMException>(() => TextAsync(service, "one"));

        Assert.Equal(ErrorCode.RunnerCrashed, error.Error.Code);
        Assert.Equal("2", File.ReadAllText(Path.Combine(service.Models, "tiny.gguf.fake.count")));
    }

    [Fact]
    public async Task Chat_CrashDuringLoad_IsRetriedOnce()
    {
        await using var service = await TestService.StartAsync([("tiny", "load=crash;times=1")]);

        Assert.Equal("one", await TextAsync(service, "one"));
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

        var error = await Assert.ThrowsAsync<MultiLLMException>(() => TextAsync(service, "one"));

        Assert.Equal(code, error.Error.Code);
        Assert.Contains(message, error.Message);
        Assert.Equal(ModelState.Failed, service.Residency.Snapshot.StateOf("tiny"));
    }

    [Fact]
    public async Task Chat_AutomaticChoiceWhoseLoadFails_TheNextCandidateAnswersAndSaysSo()
    {
        await using var service = await TestService.StartAsync([("a-broken", "load=fail"), ("b-good", "")]);

        var first = await FirstAsync(service.Chat.GetStreamingResponseAsync("What is the capital of France?"));

        Assert.Equal("b-good", first.Decision!.Model.Id);
        Assert.Contains("b-good answers, because a-broken failed", first.Decision!.Reason);
    }

    [Theory]
    [InlineData("generate=hang", "produced nothing")]
    [InlineData("generate=hang-mid", "produced nothing")]
    public async Task Chat_SilentRunner_TimesOut(string script, string message)
    {
        await using var service = await TestService.StartAsync(
            [("tiny", script)], ("FirstOutputTimeout", "00:00:00.300"), ("StreamIdleTimeout", "00:00:00.300"));

        var error = await Assert.ThrowsAsync<MultiLLMException>(() => TextAsync(service, "one two"));

        Assert.Equal(ErrorCode.Timeout, error.Error.Code);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public async Task Chat_SlowReader_IsNotTakenForASilentRunner()
    {
        await using var service = await TestService.StartAsync([("tiny", "")], ("StreamIdleTimeout", "00:00:00.200"));
        var text = "";

        await foreach (var update in Stream(service, "one two three"))
        {
            text += update.Text;
            await Task.Delay(TimeSpan.FromMilliseconds(250));
        }

        Assert.Equal("one two three", text);
    }

    [Fact]
    public async Task Chat_RefusedPrompt_PassesTheRunnersReasonOnWithoutARetry()
    {
        await using var service = await TestService.StartAsync([("tiny", "generate=fail")]);

        var error = await Assert.ThrowsAsync<MultiLLMException>(() => TextAsync(service, "one"));

        Assert.Equal(ErrorCode.ContextLengthExceeded, error.Error.Code);
        Assert.Equal(ModelState.Ready, service.Residency.Snapshot.StateOf("tiny"));
    }

    [Fact]
    public async Task Kill_IdleRunner_OthersLiveOnAndTheNextRequestLoadsAgain()
    {
        await using var service = await TestService.StartAsync([("one", ""), ("two", "")]);
        await TextAsync(service, "x", "one");
        await TextAsync(service, "x", "two");
        var victim = service.Residency.Snapshot.Find("one")!.ProcessId;
        var bystander = service.Residency.Snapshot.Find("two")!.ProcessId;

        Process.GetProcessById(victim).Kill();
        await Eventually.HoldsAsync(() => service.Residency.Snapshot.StateOf("one") == ModelState.Failed, "the death is noticed");

        Assert.Contains("SIGKILL", service.Residency.Snapshot.Find("one")!.LastError);
        Assert.Equal("back", await TextAsync(service, "back", "one"));
        Assert.NotEqual(victim, service.Residency.Snapshot.Find("one")!.ProcessId);
        Assert.Equal(bystander, service.Residency.Snapshot.Find("two")!.ProcessId);
    }

    [Fact]
    public async Task Embed_Crash_IsRetriedOnce()
    {
        await using var service = await TestService.StartAsync([("small-embed", "embed=crash;times=1")]);

        var outcome = await service.Embeddings.EmbedAsync([new() { Text = "x" }], new() { ModelId = "small-embed" }, CancellationToken.None);

        Assert.Single(outcome.Result.Vectors);
    }

    [Fact]
    public async Task Cancel_MidAnswer_EndsAtOnceAndTheModelIsFreeAgain()
    {
        await using var service = await TestService.StartAsync([("tiny", "tokens=100000;token_ms=5")]);
        using var leaving = new CancellationTokenSource();
        var seen = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Stream(service, "x", leaving.Token))
            {
                if (++seen == 3)
                    await leaving.CancelAsync();
            }
        });

        Assert.Equal(3, seen);
        await Eventually.HoldsAsync(() => service.Residency.Snapshot.Find("tiny")!.InFlight == 0, "the lease is back");
    }

    [Fact]
    public async Task Break_OutOfTheStream_GivesTheLeaseBack()
    {
        await using var service = await TestService.StartAsync([("tiny", "tokens=100000;token_ms=5")]);

        await FirstAsync(Stream(service, "x"));

        await Eventually.HoldsAsync(() => service.Residency.Snapshot.Find("tiny")!.InFlight == 0, "the lease is back");
    }

    [Fact]
    public async Task Cancel_WhileLoading_ThrowsAndTheLoadThatNobodyWantsIsGivenUp()
    {
        await using var service = await TestService.StartAsync([("tiny", "load_ms=60000")]);
        using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TextAsync(service, "x", "tiny", leaving.Token));

        await Eventually.HoldsAsync(() => service.Residency.Snapshot.StateOf("tiny") == ModelState.Unloaded, "the load is given up");
        Assert.Contains("Nobody waits", service.Residency.Snapshot.Find("tiny")!.WhyEvicted);
    }

    [Theory]
    [InlineData("status=silent", "00:00:00.400", "did not answer for 0.4 s and was killed")]
    [InlineData("status=stuck", "00:00:00.400", "did not finish one step of its work in 4 s and was killed")]
    public async Task Chat_RunnerHangs_IsNoticedKilledAndTriedOnce(string script, string limit, string message)
    {
        await using var service = await TestService.StartAsync([("tiny", "generate=hang;" + script), ("other", "")], ("RunnerHangTimeout", limit));
        await TextAsync(service, "x", "other");
        var bystander = service.Residency.Snapshot.Find("other")!.ProcessId;

        var error = await Assert.ThrowsAsync<MultiLLMException>(() => TextAsync(service, "one two"));

        Assert.Equal(ErrorCode.RunnerCrashed, error.Error.Code);
        Assert.Contains(message, error.Message);
        await Eventually.HoldsAsync(() => service.Residency.Snapshot.Find("tiny")!.Failures == 2, "both runs count as failures");
        Assert.Equal(bystander, service.Residency.Snapshot.Find("other")!.ProcessId);
    }

    [Fact]
    public async Task Chat_SlowRunnerThatAnswersForItself_IsNotTakenForHung()
    {
        await using var service = await TestService.StartAsync([("tiny", "token_ms=300")], ("RunnerHangTimeout", "00:00:00.200"));

        Assert.Equal("one two three four", await TextAsync(service, "one two three four"));
    }

    [Fact]
    public async Task Load_StoppedProcess_IsKilledLongBeforeTheLoadTimeout()
    {
        await using var service = await TestService.StartAsync([("tiny", "load=hang;status=silent")], ("RunnerHangTimeout", "00:00:00.400"));

        var error = await Assert.ThrowsAsync<MultiLLMException>(() => TextAsync(service, "x"));

        Assert.Equal(ErrorCode.ModelLoadFailed, error.Error.Code);
        Assert.Contains("did not answer", error.Message);
    }

    [Fact]
    public async Task Load_OutOfMemoryOnce_AnIdleModelLeavesAndTheRetryAnswers()
    {
        await using var service = await TestService.StartAsync([("idle", ""), ("tiny", "load=oom;times=1")]);
        await TextAsync(service, "x", "idle");

        Assert.Equal("one", await TextAsync(service, "one"));

        Assert.Contains("made room for tiny", service.Residency.Snapshot.Find("idle")!.WhyEvicted);
        Assert.Equal(0, service.Residency.Snapshot.Find("tiny")!.Failures);
    }

    [Fact]
    public async Task Load_FailsAgainAndAgain_BacksOffAndSaysUntilWhen()
    {
        await using var service = await TestService.StartAsync([("tiny", "load=fail")]);
        for (var i = 0; i < 2; i++)
            await Assert.ThrowsAsync<MultiLLMException>(() => TextAsync(service, "x"));

        var refused = await Assert.ThrowsAsync<MultiLLMException>(() => TextAsync(service, "x"));

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
    public async Task Environment_OfARunner_HoldsNothingOfOurs()
    {
        Environment.SetEnvironmentVariable("MULTILLM_TEST_SECRET", "s3cret");
        await using var service = await TestService.StartAsync([("tiny", "")], ("SpareRunners", "0"));

        var names = (await TextAsync(service, "environment")).Split(' ');

        Assert.Contains("PATH", names);
        Assert.DoesNotContain("MULTILLM_TEST_SECRET", names);
    }

    [Fact]
    public async Task RunnerMissing_SaysWhereItWasExpected()
    {
        await using var service = await TestService.StartAsync([("tiny", "")], ("RunnerPath", "/nowhere/runner.dll"));

        var error = await Assert.ThrowsAsync<MultiLLMException>(() => TextAsync(service, "x"));

        Assert.Equal(ErrorCode.ModelLoadFailed, error.Error.Code);
        Assert.Contains("/nowhere/runner.dll", error.Message);
    }

    private static IAsyncEnumerable<ChatResponseUpdate> Stream(TestService service, string text, CancellationToken cancellationToken = default) =>
        service.Chat.GetStreamingResponseAsync(text, new ChatOptions { ModelId = "tiny" }, cancellationToken);

    private static async Task<string> TextAsync(
        TestService service, string text, string model = "tiny", CancellationToken cancellationToken = default) =>
        (await service.Chat.GetResponseAsync(text, new ChatOptions { ModelId = model }, cancellationToken)).Text;

    private static async Task<ChatResponseUpdate> FirstAsync(IAsyncEnumerable<ChatResponseUpdate> updates)
    {
        await foreach (var update in updates)
            return update;
        throw new InvalidOperationException("no update");
    }
}
