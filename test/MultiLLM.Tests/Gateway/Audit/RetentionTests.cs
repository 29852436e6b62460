using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Audit.Holds;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Gateway.Audit;

public sealed class RetentionTests
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Begin);

    [Fact]
    public async Task Prune_OldFiles_GoAfterASignedWordAndTheChainStillHolds()
    {
        await using var rig = await FilledAsync();
        var before = rig.Verify();
        _time.Advance(TimeSpan.FromDays(40));

        rig.Upkeep.Run(rig.File);
        rig.File.Sign();

        var found = rig.Verify();
        Assert.Empty(found.Problems);
        Assert.Equal(1, found.Files);
        Assert.True(found.PrunedTo > 0 && found.First == found.PrunedTo + 1);
        Assert.Equal(before.Files - 1, rig.Kept.Count(record => record.Entry.Action == AuditActions.AuditPruned));

        File.Delete(rig.Folder.Segments()[0].Path);
        Assert.False(rig.Verify().IsIntact);
    }

    [Fact]
    public async Task Prune_UnderAHold_KeepsWhatItTouches()
    {
        await using var rig = await FilledAsync();
        var files = rig.Verify().Files;
        rig.Holds.Place(new HoldOrder("case 7", Key: "key-abc", null, null, Begin.AddHours(1)), Caller.Library, null);
        _time.Advance(TimeSpan.FromDays(40));

        rig.Upkeep.Run(rig.File);
        Assert.Equal(files, rig.Folder.Segments().Count);

        rig.Holds.Lift(rig.Holds.Current![0].Id, "closed", Caller.Library, null);
        rig.Upkeep.Run(rig.File);
        Assert.Single(rig.Folder.Segments());
    }

    [Fact]
    public async Task Holds_FileThatCannotBeRead_NothingMayGo()
    {
        await using var rig = await FilledAsync();
        File.WriteAllText(Path.Combine(rig.Folder.Path, HoldBook.FileName), "{");
        var files = rig.Folder.Segments().Count;
        _time.Advance(TimeSpan.FromDays(40));

        rig.Upkeep.Run(rig.File);

        Assert.Equal(files, rig.Folder.Segments().Count);
        Assert.Null(rig.Holds.Current);
        Assert.Equal(ErrorCode.AuditUnavailable, rig.Holds.Place(new HoldOrder("x", null, null, null, null), Caller.Library, null).Error?.Code);
    }

    [Fact]
    public async Task Holds_Restarted_AreStillThereUntilLifted()
    {
        using var home = new TempFolder();
        await using var rig = new AuditRig(time: _time, home: home.Path);
        var placed = rig.Holds.Place(new HoldOrder("case 7", "key-a", "conv-1", Begin, Begin.AddDays(1)), Caller.Library, null).Value!;

        await using var next = new AuditRig(time: _time, home: home.Path);

        Assert.Equal([placed], next.Holds.Current!);
        Assert.Equal(ErrorCode.HoldNotFound, next.Holds.Lift("hold-none", "x", Caller.Library, null).Error?.Code);
        Assert.Equal(placed, next.Holds.Lift(placed.Id, "closed", Caller.Library, null).Value);
        Assert.Empty(next.Holds.Current!);
    }

    [Theory]
    [InlineData("conv-1", null, true, false)]
    [InlineData(null, "key-a", true, false)]
    [InlineData("conv-2", null, false, false)]
    [InlineData(null, "key-b", false, false)]
    [InlineData("conv-1", "key-a", true, true)]
    public void Hold_WithAKeyAndAConversation_CanCoverWhatHasOneOfThem(string? conversation, string? key, bool can, bool all)
    {
        var hold = new LegalHold { Id = "h", Reason = "r", Key = "key-a", Conversation = "conv-1", PlacedBy = "x", PlacedAt = Begin };

        Assert.Equal((can, all), (hold.CanCover(conversation, key), hold.CoversAll(conversation, key)));
    }

    private async Task<AuditRig> FilledAsync()
    {
        var rig = new AuditRig(new AuditOptions { GatherTime = TimeSpan.Zero, SegmentBytes = 4096, MaxAge = TimeSpan.FromDays(30) }, _time);
        for (var i = 0; i < 40; i++)
            rig.File.Append([new(AuditRig.Entry($"s{i}"), _time.GetUtcNow())]);
        rig.File.Sign();
        await Task.CompletedTask;
        return rig;
    }
}
