using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Runners;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Hosting;

/// <summary>Nothing is cut short without need, nothing is left behind.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task Stop_StreamThatEndsInTime_EndsWellAndNewRequestsAreRefused()
    {
        await using var service = await TestService.StartAsync([("tiny", "tokens=40;token_ms=10")]);
        await using var stream = Stream(service).GetAsyncEnumerator();
        Assert.True(await stream.MoveNextAsync());
        var process = service.Residency.Snapshot.Find("tiny")!.ProcessId;

        var stopping = service.StopAsync();
        var refused = await Assert.ThrowsAsync<MultiLLMException>(() => service.Chat.GetResponseAsync("x", new ChatOptions { ModelId = "tiny" }));
        ChatResponseUpdate? last = null;
        while (await stream.MoveNextAsync())
            last = stream.Current;
        await stream.DisposeAsync();
        await stopping;

        Assert.Equal(ErrorCode.ShuttingDown, refused.Error.Code);
        Assert.Equal(40u, last!.Finished!.CompletionTokens);
        Assert.False(Eventually.IsRunning(process));
    }

    [Fact]
    public async Task Stop_StreamWithoutEnd_IsEndedWithShuttingDownAfterTheTimeout()
    {
        await using var service = await TestService.StartAsync([("tiny", "tokens=1000000;token_ms=5")], ("ShutdownTimeout", "00:00:00.300"));
        await using var stream = Stream(service).GetAsyncEnumerator();
        Assert.True(await stream.MoveNextAsync());
        var process = service.Residency.Snapshot.Find("tiny")!.ProcessId;

        var stopping = service.StopAsync();
        var error = await Assert.ThrowsAsync<MultiLLMException>(async () =>
        {
            while (await stream.MoveNextAsync())
            {
            }
        });
        await stopping;

        Assert.Equal(ErrorCode.ShuttingDown, error.Error.Code);
        Assert.False(Eventually.IsRunning(process));
    }

    [Fact]
    public async Task Stop_RunnerThatHangs_IsKilled()
    {
        await using var service = await TestService.StartAsync([("tiny", "shutdown=ignore")]);
        await (await service.BorrowAsync("tiny")).DisposeAsync();
        var process = service.Residency.Snapshot.Find("tiny")!.ProcessId;

        await service.StopAsync();

        Assert.False(Eventually.IsRunning(process));
    }

    [Fact]
    public async Task Socket_ClosedWithoutGoodbye_TheRunnerLeavesByItself()
    {
        // what a runner sees when the service is killed
        await using var service = await TestService.StartAsync([], ("SpareRunners", "0"));
        var runner = await service.Services.GetRequiredService<IRunnerLauncher>().StartAsync(CancellationToken.None);
        Assert.True(Eventually.IsRunning(runner.ProcessId));

        runner.Connection.Dispose();

        await Eventually.HoldsAsync(() => !Eventually.IsRunning(runner.ProcessId), "the runner leaves");
    }

    [Fact]
    public async Task Stop_SpareRunners_LeaveToo()
    {
        await using var service = await TestService.StartAsync([], ("SpareRunners", "2"));
        await Eventually.HoldsAsync(() => Spares(service).Count == 2, "spares start");
        var processes = Spares(service);

        await service.StopAsync();

        Assert.DoesNotContain(processes, Eventually.IsRunning);
    }

    [Fact]
    public async Task Spare_Killed_IsReplaced()
    {
        await using var service = await TestService.StartAsync([]);
        await Eventually.HoldsAsync(() => Spares(service).Count == 1, "a spare starts");
        var first = Spares(service)[0];

        Process.GetProcessById(first).Kill();

        await Eventually.HoldsAsync(() => Spares(service) is [var other] && other != first, "another takes its place", seconds: 20);
    }

    [Fact]
    public async Task Spare_Load_TakesItAndAnotherStartsLater()
    {
        await using var service = await TestService.StartAsync([("tiny", "")]);
        await Eventually.HoldsAsync(() => Spares(service).Count == 1, "a spare starts");
        var spare = Spares(service)[0];

        await (await service.BorrowAsync("tiny")).DisposeAsync();

        Assert.Equal(spare, service.Residency.Snapshot.Find("tiny")!.ProcessId);
        Assert.Empty(Spares(service));
        await Eventually.HoldsAsync(() => Spares(service).Count == 1, "another starts", seconds: 20);
    }

    private static IAsyncEnumerable<ChatResponseUpdate> Stream(TestService service) =>
        service.Chat.GetStreamingResponseAsync("x", new ChatOptions { ModelId = "tiny" });

    private static IReadOnlyList<int> Spares(TestService service) => service.Services.GetRequiredService<SpareRunnerPool>().ProcessIds;
}
