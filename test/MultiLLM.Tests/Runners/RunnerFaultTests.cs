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

        Assert.Equal("again", await service.TextAsync("again"));
        Assert.Null(service.Residency.Snapshot.Find("tiny")!.LastError);
    }

    [Fact]
    public async Task Chat_CrashBeforeTheFirstToken_IsRetriedOnceUnseen()
    {
        await using var service = await TestService.StartAsync([("tiny", "generate=crash-first;times=1")]);

        Assert.Equal("one two", await service.TextAsync("one two"));
    }

    [Fact]
    public async Task Chat_CrashesEveryTime_FailsAfterTheSecond()
    {
        await using var service = await TestService.StartAsync([("tiny", "generate=crash-first;times=2")]);

        var error = await Assert.ThrowsAsync<MultiLLMException>(() => service.TextAsync("one"));

        Assert.Equal(ErrorCode.RunnerCrashed, error.Error.Code);
        Assert.Equal("2", File.ReadAllText(Path.Combine(service.Models, "tiny.gguf.fake.count")));
    }

    [Theory]
    [InlineData("generate=hang", "produced nothing")]
    [InlineData("generate=hang-mid", "produced nothing")]
    public async Task Chat_SilentRunner_TimesOut(string script, string message)
    {
        await using var service = await TestService.StartAsync(
            [("tiny", script)], ("FirstOutputTimeout", "00:00:00.300"), ("StreamIdleTimeout", "00:00:00.300"));

        var error = await Assert.ThrowsAsync<MultiLLMException>(() => service.TextAsync("one two"));

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

        var error = await Assert.ThrowsAsync<MultiLLMException>(() => service.TextAsync("one"));

        Assert.Equal(ErrorCode.ContextLengthExceeded, error.Error.Code);
        Assert.Equal(ModelState.Ready, service.Residency.Snapshot.StateOf("tiny"));
    }

    [Fact]
    public async Task Kill_IdleRunner_OthersLiveOnAndTheNextRequestLoadsAgain()
    {
        await using var service = await TestService.StartAsync([("one", ""), ("two", "")]);
        await service.TextAsync("x", "one");
        await service.TextAsync("x", "two");
        var victim = service.Residency.Snapshot.Find("one")!.ProcessId;
        var bystander = service.Residency.Snapshot.Find("two")!.ProcessId;

        Process.GetProcessById(victim).Kill();
        await Eventually.HoldsAsync(() => service.Residency.Snapshot.StateOf("one") == ModelState.Failed, "the death is noticed");

        Assert.Contains("SIGKILL", service.Residency.Snapshot.Find("one")!.LastError);
        Assert.Equal("back", await service.TextAsync("back", "one"));
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

        await Stream(service, "x").FirstAsync();

        await Eventually.HoldsAsync(() => service.Residency.Snapshot.Find("tiny")!.InFlight == 0, "the lease is back");
    }

    [Theory]
    [InlineData("status=silent", "00:00:01.500", "did not answer for 1.5 s and was killed")]
    [InlineData("status=stuck", "00:00:01", "did not finish one step of its work in 10 s and was killed")]
    public async Task Chat_RunnerHangs_IsNoticedKilledAndTriedOnce(string script, string limit, string message)
    {
        await using var service = await TestService.StartAsync([("tiny", "generate=hang;" + script), ("other", "")], ("RunnerHangTimeout", limit));
        await service.TextAsync("x", "other");
        var bystander = service.Residency.Snapshot.Find("other")!.ProcessId;

        var error = await Assert.ThrowsAsync<MultiLLMException>(() => service.TextAsync("one two"));

        Assert.Equal(ErrorCode.RunnerCrashed, error.Error.Code);
        Assert.Contains(message, error.Message);
        await Eventually.HoldsAsync(() => service.Residency.Snapshot.Find("tiny")!.Failures == 2, "both runs count as failures");
        Assert.Equal(bystander, service.Residency.Snapshot.Find("other")!.ProcessId);
    }

    [Fact]
    public async Task Chat_SlowRunnerThatAnswersForItself_IsNotTakenForHung()
    {
        await using var service = await TestService.StartAsync([("tiny", "token_ms=2000")], ("RunnerHangTimeout", "00:00:01.500"));

        Assert.Equal("one two three four", await service.TextAsync("one two three four"));
    }

    [Fact]
    public async Task Environment_OfARunner_HoldsNothingOfOurs()
    {
        Environment.SetEnvironmentVariable("MULTILLM_TEST_SECRET", "s3cret");
        await using var service = await TestService.StartAsync([("tiny", "")], ("SpareRunners", "0"));

        var names = (await service.TextAsync("environment")).Split(' ');

        Assert.Contains("PATH", names);
        Assert.DoesNotContain("MULTILLM_TEST_SECRET", names);
    }

    private static IAsyncEnumerable<ChatResponseUpdate> Stream(TestService service, string text, CancellationToken cancellationToken = default) =>
        service.Chat.GetStreamingResponseAsync(text, new ChatOptions { ModelId = "tiny" }, cancellationToken);
}
