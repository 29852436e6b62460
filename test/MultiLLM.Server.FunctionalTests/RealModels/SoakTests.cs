using System.Diagnostics;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.RealModels;

/// <summary>The short form of bench/residency/soak.mjs: swaps for half a minute leave nothing behind.</summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(20);
    private static readonly string[] Models = ["starter-chat", "starter-embed", "starter-code"];

    private const int WarmUpRounds = 3;
    private const int FewestRounds = 3; // where the machine is slow
    private const long MemoryGrowth = 40_000_000;
    private const int FileGrowth = 8; // connections that come and go

    [Fact]
    public async Task Swaps_ForAWhile_LeaveNoProcessFileOrMemoryBehind()
    {
        var service = await ShippedService.StartAsync(settings: ("MAX_CONCURRENT_MODELS", "1"));
        IReadOnlyList<int> children;
        await using (service)
        {
            for (var round = 0; round < WarmUpRounds; round++)
                await RoundAsync(service);
            var before = await CalmAsync(service);

            var rounds = 0;
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < Length || rounds < FewestRounds; rounds++)
                await RoundAsync(service);
            var after = await CalmAsync(service);

            output.WriteLine($"{rounds * Models.Length} swaps. Before: {before}. After: {after}.");
            Assert.Equal(before.TemporaryFiles, after.TemporaryFiles);
            Assert.InRange(after.OpenFiles, 1, before.OpenFiles + FileGrowth);
            Assert.InRange(after.Bytes, 1, before.Bytes + MemoryGrowth);
            children = ProcessTable.ChildrenOf(service.ProcessId);
        }

        Assert.NotEmpty(children);
        await Eventually.TrueAsync(() => !children.Any(ProcessTable.IsAlive));
    }

    private static async Task RoundAsync(ShippedService service)
    {
        foreach (var model in Models)
            await service.AskAsync(model);
    }

    private static async Task<Standing> CalmAsync(ShippedService service)
    {
        await service.CalmAsync(loaded: 1);
        return new Standing(ProcessTable.ResidentBytes(service.ProcessId), ProcessTable.OpenFiles(service.ProcessId), service.TemporaryFiles.Count);
    }

    private sealed record Standing(long Bytes, int OpenFiles, int TemporaryFiles);
}
