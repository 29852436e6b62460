using MultiLLM.Core.Analytics.Rollups;
using MultiLLM.Core.Analytics.Store;
using MultiLLM.Tests.Analytics.Rollups;

namespace MultiLLM.Tests.Analytics.Store;

/// <summary>test.sh starts a server for these and says where it is.</summary>
public sealed class PostgresStoreTests : AnalyticsStoreTests
{
    private protected override Task<StoreRig> RigAsync() => StoreRig.PostgresAsync();

    [Fact]
    public async Task Write_SeveralServicesAtOnce_AddUpInTheSameRollups()
    {
        await using var rig = await RigAsync();
        var batches = Enumerable.Range(0, 40).Select(i => Enumerable.Range(0, 25).Select(j => Records.Answered(seconds: 1 + i + j)).ToArray()).ToList();

        await Parallel.ForEachAsync(batches, async (batch, cancellationToken) =>
        {
            await using var other = rig.Another();
            await other.WriteAsync(batch, new Run($"{Guid.NewGuid():N}", Records.Noon), batch.Length, cancellationToken);
        });

        var expected = new Rollup();
        foreach (var record in batches.SelectMany(batch => batch))
            expected.Add(record);
        RollupTests.AssertSame(expected, await rig.SumAsync(Records.Noon.AddDays(-1), Records.Noon.AddDays(1)));
    }

    [Fact]
    public async Task Write_ServerThatIsNotThere_IsUnreachable()
    {
        await using var store = new AnalyticsStore(new PostgresDialect("Host=127.0.0.1;Port=1;Username=x;Password=secret;Database=d;Timeout=2"));

        var failed = await Assert.ThrowsAnyAsync<Exception>(async () => await store.PrepareAsync(CancellationToken.None));

        Assert.Equal(StoreTrouble.Unreachable, store.Dialect.TroubleOf(failed));
        Assert.DoesNotContain("secret", store.Dialect.Name, StringComparison.Ordinal);
    }
}
