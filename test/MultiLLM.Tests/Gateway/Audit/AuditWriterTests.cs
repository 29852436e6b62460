using System.Text;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Events;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Gateway.Audit;

public sealed class AuditWriterTests
{
    [Fact]
    public async Task Append_FromManyThreads_KeepsEachThreadsOrderAndEveryEntry()
    {
        await using var rig = new AuditRig();
        await rig.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
                rig.Queue.Append(AuditRig.Entry($"{thread} {i}"));
        })));
        await rig.StopAsync();

        var found = rig.Verify();
        Assert.Empty(found.Problems);
        Assert.Equal(found.Last, found.SignedTo);
        var subjects = rig.Subjects.Select(subject => subject!.Split(' ')).ToList();
        Assert.Equal(4000, subjects.Count);
        foreach (var thread in subjects.GroupBy(parts => parts[0]))
            Assert.Equal(Enumerable.Range(0, 500), thread.Select(parts => int.Parse(parts[1])));
    }

    [Fact]
    public async Task Stop_Log_BeginsAndEndsWithTheServicesLife()
    {
        await using var rig = new AuditRig();
        await rig.StartAsync();
        rig.Append(1);
        await rig.StopAsync();

        Assert.Equal(
            [AuditActions.AuditBegan, AuditActions.AuditCheckpoint, AuditActions.ServiceStarted, AuditActions.SettingChanged, AuditActions.ServiceStopped, AuditActions.AuditCheckpoint],
            rig.Kept.Select(record => record.Entry.Action));
    }

    [Fact]
    public async Task Start_SeveralTimes_OneChainOverManyFiles()
    {
        using var home = new TempFolder();
        var options = new AuditOptions { GatherTime = TimeSpan.Zero, SegmentBytes = 4096, CheckpointEntries = 7 };
        for (var run = 0; run < 4; run++)
        {
            await using var rig = new AuditRig(options, home: home.Path);
            await rig.StartAsync();
            rig.Append(40);
            await Eventually.HoldsAsync(() => rig.Writer.Written >= 41, "all is written");
        }

        await using var last = new AuditRig(options, home: home.Path);
        var found = last.Verify();

        Assert.Empty(found.Problems);
        Assert.True(found.Files > 3);
        Assert.Equal(160, last.Subjects.Count());
        Assert.Equal(found.Entries, found.Last);
        Assert.True(found.Checkpoints >= 8);
    }

    [Fact]
    public async Task Files_AreForTheirOwnerOnly()
    {
        if (OperatingSystem.IsWindows())
            return; // its owner's folders are private by themselves
        await using var rig = new AuditRig();
        await rig.StartAsync();
        await rig.StopAsync();

        foreach (var file in Directory.EnumerateFiles(rig.Home, "*", SearchOption.AllDirectories))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        foreach (var folder in (string[])[rig.Folder.Path, rig.Keys])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public async Task Append_TextsOfAnyKind_AreKeptBoundedAndWhole()
    {
        await using var rig = new AuditRig();
        await rig.StartAsync();
        rig.Queue.Append(AuditRig.Entry("line\nend \"quoted\" \ud800 half"));
        rig.Queue.Append(AuditRig.Entry(new string('x', 100_000)));
        await rig.StopAsync();

        Assert.Empty(rig.Verify().Problems);
        Assert.Equal(["line\nend \"quoted\" \ufffd half", new string('x', 1023) + "…"], rig.Subjects);
    }

    [Fact]
    public async Task Append_FolderThatCannotBeWritten_WaitsSaysSoAndLosesNothing()
    {
        await using var rig = new AuditRig(new AuditOptions { GatherTime = TimeSpan.Zero, FailClosed = true });
        File.WriteAllText(rig.Folder.Path, "a file where the folder belongs");
        await rig.StartAsync();
        rig.Append(5);

        await Eventually.HoldsAsync(() => rig.Standing.Status.Problem is not null, "the trouble is noticed");
        Assert.Equal(ErrorCode.AuditUnavailable, rig.Standing.Refusal?.Code);
        File.Delete(rig.Folder.Path);

        await Eventually.HoldsAsync(() => rig.Standing.Status.Problem is null, "the trouble is over");
        Assert.Null(rig.Standing.Refusal);
        await rig.StopAsync();
        Assert.Equal(5, rig.Subjects.Count());
        Assert.Equal([EventKinds.AuditProblem, EventKinds.AuditRecovered], rig.Events.ReadAfter(0).Events.Select(e => e.Kind));
    }

    [Fact]
    public async Task Append_MoreThanCanWait_IsCountedAndTheLogSaysHowManyItLacks()
    {
        await using var rig = new AuditRig(new AuditOptions { GatherTime = TimeSpan.Zero, QueueCapacity = 16 });
        rig.Append(100); // nobody writes yet

        Assert.Equal(84, rig.Standing.Status.Lost);
        await rig.StartAsync();
        await Eventually.HoldsAsync(() => rig.Writer.Written > 16, "what waited is written");
        await rig.StopAsync();

        var lost = Assert.Single(rig.Kept, record => record.Entry.Action == AuditActions.AuditLost);
        Assert.Equal("85", lost.Entry.Details["entries"]); // the start of the service found no room either
        Assert.Equal(16, rig.Subjects.Count());
        Assert.Empty(rig.Verify().Problems);
    }

    [Fact]
    public async Task Open_TornLastLine_IsRemovedNotedAndNoTampering()
    {
        using var home = new TempFolder();
        await using (var rig = new AuditRig(home: home.Path))
        {
            await rig.StartAsync();
            rig.Append(3);
        }
        await using var next = new AuditRig(home: home.Path);
        File.AppendAllText(next.Folder.Segments()[^1].Path, "{\"hash\":\"0123456789abcdef");
        var before = next.Verify();

        await next.StartAsync();
        await next.StopAsync();

        Assert.Equal((true, 25), (before.IsIntact, before.TornBytes));
        var after = next.Verify();
        Assert.Empty(after.Problems);
        Assert.Equal(0, after.TornBytes);
        var note = Assert.Single(next.Kept, record => record.Entry.Action == AuditActions.AuditRecovered);
        Assert.Equal("25", note.Entry.Details["bytes"]);
    }

    [Fact]
    public async Task Open_EndThatWasCutOff_GoesOnAndTheGapStaysVisible()
    {
        using var home = new TempFolder();
        await using (var rig = new AuditRig(home: home.Path))
        {
            await rig.StartAsync();
            rig.Append(10);
        }
        await using var next = new AuditRig(home: home.Path);
        var path = next.Folder.Segments()[^1].Path;
        File.WriteAllLines(path, File.ReadAllLines(path)[..6]);

        await next.StartAsync();
        next.Append(2);
        await next.StopAsync();

        var found = next.Verify();
        Assert.False(found.IsIntact);
        Assert.Contains(found.Problems, problem => problem.Contains("where 7 has to follow", StringComparison.Ordinal));
        Assert.Contains(next.Kept, record => record.Entry.Action == AuditActions.AuditRecovered);
    }

    [Fact]
    public async Task Sign_EntriesThatWait_AreCoveredAfterTheInterval()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var rig = new AuditRig(new AuditOptions { GatherTime = TimeSpan.Zero, CheckpointInterval = TimeSpan.FromMinutes(1) }, time);
        await rig.StartAsync();
        rig.Append(3);
        await Eventually.HoldsAsync(() => rig.Writer.Written == 4, "all is written");
        Assert.True(rig.Verify().SignedTo < rig.Verify().Last);

        await Eventually.HoldsAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(10));
            var found = rig.Verify();
            return found.SignedTo == found.Last;
        }, "the end is signed");
    }

    [Fact]
    public async Task Checkpoint_KeptElsewhere_ShowsACutThatFollowsAReplacedHead()
    {
        using var home = new TempFolder();
        await using var rig = new AuditRig(home: home.Path);
        await rig.StartAsync();
        rig.Append(5);
        var early = (await rig.Standing.CheckpointAsync(CancellationToken.None)).Value!;
        var (files, head) = (File.ReadAllBytes(rig.Folder.Segments()[0].Path), File.ReadAllBytes(rig.Folder.HeadPath));
        rig.Append(5);
        var late = (await rig.Standing.CheckpointAsync(CancellationToken.None)).Value!;
        await rig.StopAsync();

        // Somebody puts back the files of before, with their own signed head: only what was kept elsewhere can tell.
        File.WriteAllBytes(rig.Folder.Segments()[0].Path, files);
        File.WriteAllBytes(rig.Folder.HeadPath, head);

        Assert.Empty(rig.Verify().Problems);
        Assert.Empty(rig.Verify(early).Problems);
        Assert.Contains(rig.Verify(late).Problems, problem => problem.Contains("cut off", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_SecondServiceOnOneFolder_DoesNotTouchTheLog()
    {
        using var home = new TempFolder();
        await using var first = new AuditRig(home: home.Path);
        await first.StartAsync();
        await Eventually.HoldsAsync(() => first.Writer.Written == 1, "the first one writes");

        await using var second = new AuditRig(home: home.Path);
        await second.StartAsync();
        await Eventually.HoldsAsync(() => second.Standing.Status.Problem is not null, "the second one is told");
        first.Append(3);
        await first.StopAsync();
        await second.StopAsync();

        Assert.Empty(first.Verify().Problems);
    }

    [Fact]
    public void Segments_FilesOfOthers_AreNotOurs()
    {
        using var home = new TempFolder();
        File.WriteAllText(Path.Combine(home.Path, "audit-1.ndjson"), "", Encoding.UTF8);
        File.WriteAllText(Path.Combine(home.Path, "audit-.ndjson"), "", Encoding.UTF8);
        Assert.Empty(new MultiLLM.Core.Gateway.Audit.Files.AuditFolder(home.Path).Segments());
    }
}
