using Microsoft.Data.Sqlite;
using MultiLLM.Core.Analytics;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Analytics.Recording;

/// <summary>A database in trouble never stops who records; what is lost is counted, and it is said once.</summary>
public sealed class DatabaseTroubleTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Database => Path.Combine(_folder.Path, "analytics.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Record_DatabaseOfGarbage_IsSetAsideAndANewOneHoldsTheRecords()
    {
        File.WriteAllBytes(Database, [.. Enumerable.Range(0, 8192).Select(i => (byte)(i * 7))]);
        await using var rig = new WriterRig(Database);

        rig.Record(10);

        await Eventually.HoldsAsync(() => rig.Status.Written == 10, "the records are written");
        Assert.True(File.Exists(rig.Status.SetAside));
        Assert.Equal(8192, new FileInfo(rig.Status.SetAside!).Length);
        Assert.Equal(["analytics.set_aside"], rig.EventKinds);
        Assert.Equal((10, 0, null), (await rig.CountAsync(), rig.Status.Lost, rig.Status.Problem));
    }

    [Fact]
    public async Task Record_DatabaseThatIsSpoiledMeanwhile_GoesOnInANewOne()
    {
        await using var rig = new WriterRig(Database);
        rig.Record(10);
        await Eventually.HoldsAsync(() => rig.Status.Written == 10, "the first records are written");
        using (var file = new FileStream(Database, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.Write(new byte[Math.Max(file.Length, 8192)]);
        foreach (var rest in Directory.GetFiles(_folder.Path, "analytics.db-*"))
            File.WriteAllBytes(rest, new byte[4096]);
        SqliteConnection.ClearAllPools();

        rig.Record(5);

        await Eventually.HoldsAsync(() => rig.Status.Written == 15, "the later records are written");
        Assert.NotNull(rig.Status.SetAside);
    }

    [Fact]
    public async Task Record_LockedDatabase_WaitsAndLosesNothing()
    {
        await using var rig = new WriterRig(Database);
        rig.Record(1);
        await Eventually.HoldsAsync(() => rig.Status.Written == 1, "the first record is written");
        await using (var other = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            await other.OpenAsync();
            await using var transaction = other.BeginTransaction();
            await using var command = other.CreateCommand();
            command.CommandText = "DELETE FROM multillm_prompts";
            await command.ExecuteNonQueryAsync();
            rig.Record(50);
            await Eventually.HoldsAsync(() => rig.Status.Problem is not null, "the trouble is told");
            Assert.Contains("locked", rig.Status.Problem, StringComparison.Ordinal);
        }

        await Eventually.HoldsAsync(() => rig.Status.Written == 51, "all records are written");
        Assert.Equal(["analytics.problem", "analytics.recovered"], rig.EventKinds);
        Assert.Equal((51, 0, null), (await rig.CountAsync(), rig.Status.Lost, rig.Status.Problem));
    }

    [Fact]
    public async Task Record_FolderThatCannotBeMade_CountsWhatTheQueueCannotHold()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "file"), "");
        await using var rig = new WriterRig(Path.Combine(_folder.Path, "file", "analytics.db"), capacity: 100);
        rig.Record(1);
        await Eventually.HoldsAsync(() => rig.Status.Problem is not null && rig.Status.Waiting == 0, "the trouble is told");

        rig.Record(150);

        Assert.Equal((100, 50), (rig.Status.Waiting, rig.Status.Lost));
        Assert.Equal(["analytics.problem"], rig.EventKinds);
        await rig.Writer.StopAsync(CancellationToken.None);
        Assert.Equal((0, 151), (rig.Status.Waiting, rig.Status.Lost));
    }

    [Fact]
    public async Task Start_AfterAKill_TellsHowManyRecordsItTook()
    {
        var rig = new WriterRig(Database);
        rig.Record(20);
        await Eventually.HoldsAsync(() => rig.Status.Written == 20, "the first records are written");
        await using (var other = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            await other.OpenAsync();
            await using var transaction = other.BeginTransaction(); // nothing can be written before the kill
            rig.Record(7);
            await rig.KillAsync();
        }

        await using var next = new WriterRig(Database);

        await Eventually.HoldsAsync(() => next.Status.LostByKill > 0, "the loss is told");
        Assert.Equal(7, next.Status.LostByKill);
        Assert.Equal(20, await next.CountAsync());
    }

    [Fact]
    public async Task Start_AfterAStop_TellsOfNoLoss()
    {
        await using (var rig = new WriterRig(Database))
            rig.Record(20);

        await using var next = new WriterRig(Database);
        next.Record(1);

        await Eventually.HoldsAsync(() => next.Status.Written == 1, "the record is written");
        Assert.Equal(0, next.Status.LostByKill);
        Assert.Equal(21, await next.CountAsync());
    }

    [Fact]
    public async Task Upkeep_ClockThatJumpsAYearAhead_DeletesNothing()
    {
        var time = new JumpingTime();
        await using var rig = new WriterRig(Database, time: time);
        rig.Record(5);
        await Eventually.HoldsAsync(() => rig.Status.Written == 5, "the records are written");

        time.Jump = TimeSpan.FromDays(366);
        await rig.Upkeep.RunAsync(CancellationToken.None);
        rig.Record(1);

        await Eventually.HoldsAsync(() => rig.Status.Written == 6, "the record is written");
        Assert.Equal(6, await rig.CountAsync());
    }

    /// <summary>The system's time, of which somebody sets the clock.</summary>
    private sealed class JumpingTime : TimeProvider
    {
        public TimeSpan Jump { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Jump;
    }
}
