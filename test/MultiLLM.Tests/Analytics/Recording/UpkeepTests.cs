using MultiLLM.Core.Analytics.Store;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Analytics.Recording;

public sealed class UpkeepTests
{
    [Fact]
    public async Task Run_DatabaseBeyondItsBytes_LosesTheOldestRecordsAndKeepsTheFigures()
    {
        const int MaxBytes = 3_000_000;
        using var folder = new TempFolder();
        await using var rig = new WriterRig(Path.Combine(folder.Path, "analytics.db"), maxBytes: MaxBytes);
        var now = TimeProvider.System.GetUtcNow();
        var records = Enumerable.Range(0, 25_000).Select(i => Records.Answered(now.AddSeconds(i - 25_000))).ToList();
        await rig.Store.WriteAsync(records, new Run("other", now), records.Count, CancellationToken.None);
        Assert.True(await rig.Store.SizeAsync(CancellationToken.None) > MaxBytes);

        await rig.Upkeep.RunAsync(CancellationToken.None);

        Assert.InRange(await rig.Store.SizeAsync(CancellationToken.None), 1, MaxBytes);
        var left = await rig.CountAsync();
        Assert.True(left > 0 && (25_000 - left) % AnalyticsStore.DeletedAtOnce == 0, $"{left} are left");
        var newest = (await rig.Store.RequestsAsync(
            new() { From = DateTimeOffset.UnixEpoch, To = DateTimeOffset.MaxValue }, null, ascending: true, 1, CancellationToken.None))[0];
        Assert.Equal(records[^left].RequestId, newest.RequestId);
        var figures = (await rig.Queries.SummarizeAsync(new() { From = now.AddDays(-1), To = now.AddMinutes(1) }, CancellationToken.None)).OrThrow();
        Assert.Equal(25_000, figures.Total.Requests);
    }
}
