using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hardware.Files;
using MultiLLM.TestHub;

namespace MultiLLM.Tests.Acquisition;

/// <summary>Downloads from a hub and a network that misbehave.</summary>
public sealed class PullFaultTests : HubTest
{
    [Theory]
    [InlineData(FaultKind.Cut)]
    [InlineData(FaultKind.Stall)]
    [InlineData(FaultKind.ShortPart)]
    public async Task Pull_PartsBreakOff_GoOnWhereTheyStopped(FaultKind kind)
    {
        var file = Add();
        await using var rig = await PullRig.StartAsync(Hub, null, null, kind == FaultKind.Stall ? [PullRig.Impatient] : []);
        for (var i = 0; i < 6; i++)
            file.Faults.Enqueue(new Fault(kind, 100_000 - (i * 10_000)));

        await AssertArrivesAsync(file, rig);

        Assert.Empty(file.Faults);
        Assert.Contains(Hub.StorageRequests, r => !(long.Parse(r.Range!["bytes=".Length..].Split('-')[0]) % 131072 == 0));
    }

    [Fact]
    public async Task Pull_ServerIgnoresRanges_ComesInOneStream()
    {
        var file = Add();
        file.IgnoresRanges = true;
        file.Faults.Enqueue(new Fault(FaultKind.Cut, 500_000));

        await AssertArrivesAsync(file);

        Assert.Equal(2, Hub.StorageRequests.Count());
    }

    [Fact]
    public async Task Pull_ServerIgnoresRangesWhenResumed_ComesInOneStream()
    {
        var file = Add(4 << 20);
        file.BytesPerSecond = 1 << 20;
        await Rig.PullPartlyAsync("m.gguf", 1 << 20);
        (file.BytesPerSecond, file.IgnoresRanges) = (null, true);

        await AssertArrivesAsync(file);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pull_HubAsksToWait_Waits(bool asDate)
    {
        var file = Add();
        file.Refusals.Enqueue(new Refusal(429, asDate ? "Thu, 01 Jan 2015 00:00:00 GMT" : "1"));
        file.Refusals.Enqueue(new Refusal(503));
        var start = TimeProvider.System.GetTimestamp();

        await AssertArrivesAsync(file);

        Assert.Equal(!asDate, TimeProvider.System.GetElapsedTime(start).TotalSeconds >= 1);
    }

    [Fact]
    public async Task Pull_HubAsksToComeBackTomorrow_FailsAndSaysWhen()
    {
        Add().Refusals.Enqueue(new Refusal(429, "86400"));

        var error = (await Rig.PullAsync("m.gguf")).Error;

        Assert.Equal((ErrorCode.HubRateLimited, TimeSpan.FromDays(1)), (error?.Code, error?.RetryAfter));
    }

    [Fact]
    public async Task Pull_StorageAddressExpired_AsksTheHubForANewOne()
    {
        var file = Add();
        file.Refusals.Enqueue(new Refusal(403, AtStorage: true));

        await AssertArrivesAsync(file);
    }

    [Fact]
    public async Task Pull_DripOfBytes_IsGivenUpInBoundedTime()
    {
        var file = Add();
        file.BytesPerSecond = 16 * 1024;
        await using var rig = await PullRig.StartAsync(Hub, null, null, PullRig.Impatient, ("MultiLLM:Pull:StalledBelowBytesPerSecond", "1000000"), ("MultiLLM:Pull:PartBytes", "10000000"));
        var start = TimeProvider.System.GetTimestamp();

        var error = (await rig.PullAsync("m.gguf")).Error;

        Assert.Equal(ErrorCode.HubUnreachable, error?.Code);
        Assert.Contains("next to nothing", error?.Message);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 1, 20);
    }

    [Fact]
    public async Task Pull_FailsInTheMiddle_KeepsWhatCame()
    {
        var file = Add();
        await using var rig = await PullRig.StartAsync(Hub, null, null, ("MultiLLM:Pull:CheckpointInterval", "00:10:00"), ("MultiLLM:Pull:Connections", "1"));
        for (var i = 0; i < 4; i++)
            file.Faults.Enqueue(new Fault(FaultKind.Cut, i == 0 ? 100_000 : 0));

        Assert.Equal(ErrorCode.HubUnreachable, (await rig.PullAsync("m.gguf")).Error?.Code);
        var kept = Assert.Single(await rig.Pulls.ListAsync(CancellationToken.None)).BytesDone;

        Assert.InRange(kept, 1, 100_000);
        await AssertArrivesAsync(file, rig);
    }

    [Fact]
    public async Task Pull_HubIsNotThere_FailsSoon()
    {
        await using var rig = await PullRig.StartAsync(null);

        var error = (await rig.PullAsync("m.gguf")).Error;

        Assert.Equal(ErrorCode.HubUnreachable, error?.Code);
        Assert.Contains("127.0.0.1:9", error?.Message);
    }

    [Theory]
    [InlineData("hf:nobody/nothing/m.gguf", "no repository")]
    [InlineData("hf:owner/some-models/other.gguf", "no file \"other.gguf\"")]
    [InlineData("hf:owner/some-models/m.gguf@v9", "no revision \"v9\"")]
    public async Task Pull_NotAtTheHub_SaysWhatIsMissing(string address, string what)
    {
        Add();

        var error = (await Rig.PullAsync(address)).Error;

        Assert.Equal(ErrorCode.SourceNotFound, error?.Code);
        Assert.Contains(what, error?.Message);
    }

    [Fact]
    public async Task Pull_DiskTooSmall_IsRefusedBeforeAnythingIsFetched()
    {
        var file = Add();
        await using var rig = await PullRig.StartAsync(Hub, null, services => services.AddSingleton<IDiskSpace>(new SmallDisk(1_000_000)));

        var error = (await rig.PullAsync("m.gguf")).Error;

        Assert.Equal(ErrorCode.DiskFull, error?.Code);
        Assert.Contains($"needs {file.Content.Length} more bytes", error?.Message);
        Assert.Contains("1000000 are free", error?.Message);
        Assert.Empty(Hub.StorageRequests);
    }

    [Fact]
    public async Task Pull_FolderCannotBeWritten_FailsWithTheReason()
    {
        Add();
        File.WriteAllText(Path.Combine(Rig.Home, "downloads"), "in the way");

        Assert.Equal(ErrorCode.StoreNotWritable, (await Rig.PullAsync("m.gguf")).Error?.Code);
    }

    private sealed class SmallDisk(long free) : IDiskSpace
    {
        public DiskRoom Of(string folder) => new("/", long.MaxValue, free);
    }
}
