using Microsoft.Data.Sqlite;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Held;
using MultiLLM.Core.Analytics.Rollups;
using MultiLLM.Core.Analytics.Store;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Comparisons.Votes;
using MultiLLM.Tests.Analytics.Rollups;

namespace MultiLLM.Tests.Analytics.Store;

/// <summary>What both databases must do.</summary>
public abstract class AnalyticsStoreTests
{
    private protected abstract Task<StoreRig> RigAsync();

    [Fact]
    public async Task Requests_WhatWasWritten_ComesBackTheSame()
    {
        await using var rig = await RigAsync();
        RequestRecord[] records = [Records.Answered() with { ModelAsked = "größtes \"Modell\" 🦙", Attempt = 3 }, Records.Failed()];

        await rig.WriteAsync(records);

        Assert.Equal(records, (await rig.AllAsync()).Select(record => record with { Id = 0 }));
    }

    [Fact]
    public async Task Write_TextThatIsNoText_IsWrittenWithoutWhatIsNone()
    {
        await using var rig = await RigAsync();

        await rig.WriteAsync(Records.Answered() with { ModelAsked = "a\0b\ud800", Prompt = "\0\udc00" });

        Assert.Equal("ab\ufffd", Assert.Single(await rig.AllAsync()).ModelAsked);
    }

    [Fact]
    public async Task Rollups_SeveralBatches_AddUpToAllRecords()
    {
        await using var rig = await RigAsync();
        var random = new Random(7);
        var expected = new Rollup();
        for (var batch = 0; batch < 10; batch++)
        {
            var records = Enumerable.Range(0, 100).Select(_ => Records.Answered(
                Records.Noon.AddSeconds(random.Next(200_000)), random.Next(2) == 0 ? "a" : "b", random.NextDouble() * 10)).ToArray();
            foreach (var record in records)
                expected.Add(record);
            await rig.WriteAsync(records);
        }

        RollupTests.AssertSame(expected, await rig.SumAsync(Records.Noon.AddDays(-1), Records.Noon.AddDays(5)));
        var (a, b) = (await rig.SumAsync(Records.Noon.AddDays(-1), Records.Noon.AddDays(5), new("a")), await rig.SumAsync(Records.Noon.AddDays(-1), Records.Noon.AddDays(5), new("b")));
        Assert.True(a.Requests > 0 && b.Requests > 0);
        a.Merge(b);
        RollupTests.AssertSame(expected, a);
    }

    [Fact]
    public async Task Requests_Pages_HoldEachRecordOnceNewestFirst()
    {
        await using var rig = await RigAsync();
        await rig.WriteAsync([.. Enumerable.Range(0, 25).Select(i => Records.Answered(model: i % 2 == 0 ? "a" : "b") with { CompletionTokens = i })]);
        var filter = new RecordFilter { From = DateTimeOffset.UnixEpoch, To = DateTimeOffset.MaxValue, Model = "a" };

        var seen = new List<long>();
        long? beyond = null;
        while (await rig.Store.RequestsAsync(filter, beyond, ascending: false, 5, CancellationToken.None) is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(record => record.CompletionTokens));
            beyond = page[^1].Id;
        }

        Assert.Equal(Enumerable.Range(0, 13).Select(i => 24L - (2 * i)), seen);
    }

    [Fact]
    public async Task Requests_Filters_LetThroughWhatTheyName()
    {
        await using var rig = await RigAsync();
        await rig.WriteAsync(Records.Answered(), Records.Failed(model: "b"), Records.Answered(Records.Noon.AddDays(1)));
        var all = new RecordFilter { From = DateTimeOffset.UnixEpoch, To = DateTimeOffset.MaxValue };

        Assert.Equal(3, await CountAsync(all));
        Assert.Equal(1, await CountAsync(all with { Outcome = RequestOutcome.Failed }));
        Assert.Equal(1, await CountAsync(all with { ErrorCode = "runner_crashed" }));
        Assert.Equal(1, await CountAsync(all with { Model = "b" }));
        Assert.Equal(2, await CountAsync(all with { To = Records.Noon.AddHours(1) }));
        Assert.Equal(0, await CountAsync(all with { Model = "'; DROP TABLE multillm_requests; --" }));
        Assert.Equal(3, await CountAsync(all));

        async Task<int> CountAsync(RecordFilter filter) => (await rig.Store.RequestsAsync(filter, null, ascending: true, 10, CancellationToken.None)).Count;
    }

    [Fact]
    public async Task Delete_OldRows_LeavesTheRest()
    {
        await using var rig = await RigAsync();
        await rig.WriteAsync(Records.Answered(Records.Noon.AddDays(-40)) with { Prompt = "old" }, Records.Answered() with { Prompt = "new" });

        Assert.Equal(1, await rig.Store.DeleteRequestsAsync(Records.Noon.AddDays(-30), CancellationToken.None));
        Assert.Equal(1, await rig.Store.DeletePromptsAsync(Records.Noon.AddDays(-7), CancellationToken.None));
        Assert.Equal(1, await rig.Store.DeleteRollupsAsync(RollupSpan.Minute, Records.Noon.AddDays(-7), CancellationToken.None));
        await rig.Store.ReclaimAsync(CancellationToken.None);

        var left = Assert.Single(await rig.AllAsync());
        Assert.Equal(["new"], (await rig.Store.PromptsAsync([left.RequestId], CancellationToken.None)).Values);
        Assert.Equal(2, (await rig.SumAsync(Records.Noon.Date.AddDays(-50), Records.Noon.Date.AddDays(1))).Requests);
        Assert.True(await rig.Store.SizeAsync(CancellationToken.None) > 0);
    }

    [Fact]
    public async Task Votes_OnPairs_AddUpByTaskAndALaterOneTakesTheEarliersPlace()
    {
        await using var rig = await RigAsync();
        PairVote Vote(double score, ModelTask task = ModelTask.Code, string b = "b") => new("a", b, task, score, Blind: true, Records.Noon);

        await rig.Store.SetVotesAsync("cmp-1", 0, [Vote(1), Vote(1, b: "c")], CancellationToken.None);
        await rig.Store.SetVotesAsync("cmp-1", 1, [Vote(0.5)], CancellationToken.None);
        await rig.Store.SetVotesAsync("cmp-2", 0, [Vote(0, ModelTask.Chat)], CancellationToken.None);
        await rig.Store.SetVotesAsync("cmp-3", 0, [Vote(0)], CancellationToken.None);
        await rig.Store.SetVotesAsync("cmp-3", 0, [Vote(1)], CancellationToken.None);

        Assert.Equal([new PairTally("a", "b", 2.5, 3), new PairTally("a", "c", 1, 1)], await rig.Store.VotesAsync(ModelTask.Code, CancellationToken.None));
        Assert.Equal([new PairTally("a", "b", 2.5, 4), new PairTally("a", "c", 1, 1)], await rig.Store.VotesAsync(null, CancellationToken.None));
        Assert.Empty(await rig.Store.VotesAsync(ModelTask.Math, CancellationToken.None));
    }

    [Fact]
    public async Task Prepare_DatabaseOfTheFirstVersion_IsMigratedAndKeepsWhatItHolds()
    {
        await using var rig = await RigAsync();
        await rig.WriteAsync(Records.Answered());
        await using (var connection = await rig.Store.Dialect.OpenAsync(CancellationToken.None))
        {
            foreach (var statement in (string[])["DROP TABLE multillm_votes", "DROP TABLE multillm_held", "ALTER TABLE multillm_requests DROP COLUMN cost", "UPDATE multillm_meta SET value = 1"])
            {
                await using var command = connection.CreateCommand();
                command.CommandText = statement;
                await command.ExecuteNonQueryAsync();
            }
        }
        await using var next = rig.Another();

        await next.SetVotesAsync("cmp-1", 0, [new PairVote("a", "b", ModelTask.Code, 1, Blind: false, Records.Noon)], CancellationToken.None);

        Assert.Single(await next.VotesAsync(null, CancellationToken.None));
        Assert.Single(await rig.AllAsync());
    }

    [Fact]
    public async Task Held_Hours_AddUpAndCountByTheirPart()
    {
        await using var rig = await RigAsync();
        var hour = Records.Noon.ToUnixTimeSeconds();
        await rig.Store.AddHeldAsync(new Dictionary<(long, string), HeldMemory> { [(hour, "a")] = new(100, 1000), [(hour, "b")] = new(1, 2) }, CancellationToken.None);
        await rig.Store.AddHeldAsync(new Dictionary<(long, string), HeldMemory> { [(hour, "a")] = new(20, 200), [(hour + 3600, "a")] = new(40, 400) }, CancellationToken.None);

        var all = await rig.Store.HeldAsync(hour, hour + 7200, CancellationToken.None);
        var part = await rig.Store.HeldAsync(hour + 1800, hour + 3600 + 900, CancellationToken.None);
        var none = await rig.Store.HeldAsync(hour + 7200, hour + 9000, CancellationToken.None);

        Assert.Equal((new HeldMemory(160, 1600), new HeldMemory(1, 2)), (all["a"], all["b"]));
        Assert.Equal(new HeldMemory(70, 700), part["a"]); // half of the first hour and a quarter of the second
        Assert.Empty(none);
        Assert.Equal(3, await rig.Store.DeleteHeldAsync(Records.Noon.AddHours(2), CancellationToken.None));
    }

    [Fact]
    public async Task Settled_SeveralBatches_IsWhatTheLastOneTold()
    {
        await using var rig = await RigAsync();
        await rig.Store.WriteAsync([Records.Answered()], rig.Run, 41, CancellationToken.None);
        await rig.Store.WriteAsync([Records.Answered()], rig.Run, 42, CancellationToken.None);

        Assert.Equal(42, await rig.Store.SettledAsync("run-1", CancellationToken.None));
        Assert.Null(await rig.Store.SettledAsync("another", CancellationToken.None));

        await rig.Store.BeginRunAsync(new Run("run-2", Records.Noon), CancellationToken.None);
        await rig.Store.BeginRunAsync(rig.Run, CancellationToken.None);
        await rig.Store.SetLostAsync("run-1", 3, CancellationToken.None);
        Assert.Equal((42, 0), (await rig.Store.SettledAsync("run-1", CancellationToken.None), await rig.Store.SettledAsync("run-2", CancellationToken.None)));
    }
}

public sealed class SqliteStoreTests : AnalyticsStoreTests
{
    private protected override Task<StoreRig> RigAsync() => Task.FromResult(StoreRig.Sqlite());

    [Fact]
    public async Task Prepare_DatabaseOfANewerVersion_IsRefusedAndLeftAlone()
    {
        await using var rig = StoreRig.Sqlite();
        await rig.WriteAsync(Records.Answered());
        await using var other = new SqliteConnection($"Data Source={rig.Path}");
        await other.OpenAsync();
        await using var command = other.CreateCommand();
        command.CommandText = "UPDATE multillm_meta SET value = 99";
        await command.ExecuteNonQueryAsync();
        await using var store = new AnalyticsStore(new SqliteDialect(rig.Path));

        var refused = await Assert.ThrowsAsync<StoreException>(async () => await store.PrepareAsync(CancellationToken.None));

        Assert.Equal(StoreTrouble.Newer, store.Dialect.TroubleOf(refused));
        Assert.Contains("99", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_NewFile_IsForItsOwnerOnly()
    {
        await using var rig = StoreRig.Sqlite();

        await rig.WriteAsync(Records.Answered());

        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(rig.Path));
    }

    [Fact]
    public async Task Write_FileThatVanished_IsMadeAnew()
    {
        await using var rig = StoreRig.Sqlite();
        await rig.WriteAsync(Records.Answered());
        File.Delete(rig.Path);

        await rig.WriteAsync(Records.Answered());

        Assert.Single(await rig.AllAsync());
    }
}
