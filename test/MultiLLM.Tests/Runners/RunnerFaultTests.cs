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
    [InlineData("load=garbage", ErrorCode.RunnerCrashed, "broke the protocol")]
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
        Assert.Contains("a-broken would have been better but failed", first.Decision!.Reason);
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

        var outcome = await service.Embeddings.EmbedAsync("small-embed", [new() { Text = "x" }], null, null, CancellationToken.None);

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
    public async Task Cancel_WhileLoading_ThrowsAndTheLoadGoesOn()
    {
        await using var service = await TestService.StartAsync([("tiny", "load_ms=400")]);
        using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TextAsync(service, "x", "tiny", leaving.Token));

        await Eventually.HoldsAsync(() => service.Residency.Snapshot.StateOf("tiny") == ModelState.Ready, "the load ends well");
        Assert.Equal(0, service.Residency.Snapshot.Find("tiny")!.InFlight);
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
