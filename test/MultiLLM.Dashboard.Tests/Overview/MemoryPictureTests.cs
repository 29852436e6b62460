using CsCheck;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Overview;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Overview;

public sealed class MemoryPictureTests
{
    [Fact]
    public void Of_NoReports_IsNotKnown() => Assert.Null(MemoryPicture.Of(null, null));

    [Fact]
    public void Of_ModelsAndRoom_SharesThemOut()
    {
        var picture = MemoryPicture.Of(Samples.Resources, Samples.Residency(Samples.Ready("a"), Samples.Ready("gone") with { State = "unloaded" }))!;

        Assert.Equal(2_000_000_000, picture.ModelBytes);
        Assert.Equal(10_000_000_000, picture.AllowedBytes);
        Assert.Equal(["Other programs", "a", "Free for models", "Kept free"], picture.Shares.Select(share => share.Name));
        Assert.Equal([4_400_000_000, 2_000_000_000, 8_000_000_000, 1_600_000_000], picture.Shares.Select(share => share.Bytes));
        Assert.Equal(2_000_000_100, picture.Shares[1].PredictedBytes);
    }

    [Fact]
    public void Of_LimitBelowWhatIsFree_ShowsWhatModelsMayNotTake()
    {
        var limited = Samples.Resources with { Room = Samples.Resources.Room! with { FreeBytes = 1_000_000_000 } };

        Assert.Contains(MemoryPicture.Of(limited, Samples.Residency())!.Shares, share => share is { Part: MemoryPart.OffLimits, Bytes: 9_000_000_000 });
    }

    [Fact]
    public void Of_AnyNumbers_SharesNeverExceedTheWholeAndNoneIsNegativeButModels() =>
        Gen.Select(Gen.Long[0, 20], Gen.Long[0, 20], Gen.Long[-20, 20], Gen.Long[0, 20]).Sample((others, reserve, free, model) =>
        {
            const long Unit = 1_000_000_000;
            var report = Samples.Resources with { Room = new MemoryRoomInfo(others * Unit, reserve * Unit, free * Unit, 0) };
            var picture = MemoryPicture.Of(report, Samples.Residency(Samples.Ready("a", model * Unit)))!;

            Assert.All(picture.Shares, share => Assert.True(share.Bytes >= 0));
            Assert.True(picture.Shares.Where(share => share.Part != MemoryPart.Model).Sum(share => share.Bytes) <= picture.TotalBytes);
        });
}
