using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Audit.Holds;

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
        Assert.Equal(ErrorCode.AuditUnavailable, rig.Holds.Refusal("c", null)?.Code);
    }

    [Fact]
    public async Task Refusal_ByScope_CoversWhatItCould()
    {
        await using var rig = new AuditRig(time: _time);
        rig.Holds.Place(new HoldOrder("case 7", "key-a", "conv-1", null, null), Caller.Library, null);

        Assert.Equal(ErrorCode.LegalHold, rig.Holds.Refusal("conv-1", null)?.Code);
        Assert.Equal(ErrorCode.LegalHold, rig.Holds.Refusal(null, "key-a")?.Code);
        Assert.Null(rig.Holds.Refusal("conv-2", null));
        Assert.Null(rig.Holds.Refusal(null, "key-b"));
        Assert.Null(rig.Holds.Refusal("conv-1", "key-b"));
        Assert.Equal(ErrorCode.HoldNotFound, rig.Holds.Lift("hold-none", "x", Caller.Library, null).Error?.Code);
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
