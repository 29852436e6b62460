using Microsoft.Extensions.Options;
using MultiLLM.Core.Acquisition;
using MultiLLM.Core.Acquisition.Transfer;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hardware.Files;

namespace MultiLLM.Tests.Acquisition;

/// <summary>Decisions of a download that need no network: when to try again, how long it takes, whether it fits.</summary>
public sealed class PolicyTests
{
    private static readonly Error Unreachable = new(ErrorCode.HubUnreachable, "x");

    [Theory]
    [InlineData(1, 0, 0.25)]
    [InlineData(1, 1, 0.5)]
    [InlineData(3, 1, 2)]
    [InlineData(7, 1, 30)]
    public void WaitAfter_Failures_DoublesUpToTheLimitAndIsSpread(int failures, double random, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Retry(random).WaitAfter(failures, Unreachable));

    [Fact]
    public void WaitAfter_LastAttempt_GivesUp() => Assert.Null(Retry().WaitAfter(8, Unreachable));

    [Theory]
    [InlineData(ErrorCode.DigestMismatch)]
    [InlineData(ErrorCode.ModelGated)]
    [InlineData(ErrorCode.DiskFull)]
    [InlineData(ErrorCode.TransferFailed)]
    public void WaitAfter_WhatDoesNotPass_GivesUp(ErrorCode code) => Assert.Null(Retry().WaitAfter(1, new Error(code, "x")));

    [Fact]
    public void WaitAfter_HubAsksToWait_WaitsSoLongUnlessItIsTooLong()
    {
        var wait = Retry(0).WaitAfter(1, new Error(ErrorCode.HubRateLimited, "x", RetryAfter: TimeSpan.FromSeconds(90)));

        Assert.Equal(TimeSpan.FromSeconds(90), wait);
        Assert.Null(Retry().WaitAfter(1, new Error(ErrorCode.HubRateLimited, "x", RetryAfter: TimeSpan.FromHours(1))));
    }

    [Fact]
    public void RateMeter_EvenPace_TellsRateAndTimeLeft()
    {
        var meter = new RateMeter();
        for (var second = 0; second <= 30; second++)
            meter.Read(TimeSpan.FromSeconds(second), second * 1000L);

        Assert.Equal(1000, meter.BytesPerSecond);
        Assert.Equal(TimeSpan.FromSeconds(5), meter.TimeLeft(5000));
    }

    [Fact]
    public void RateMeter_ItStops_IsZeroAfterTheWindowAndHasNoTimeLeft()
    {
        var meter = new RateMeter();
        for (var second = 0; second <= 20; second++)
            meter.Read(TimeSpan.FromSeconds(second), Math.Min(second, 5) * 1000L);

        Assert.Equal(0, meter.BytesPerSecond);
        Assert.Null(meter.TimeLeft(5000));
    }

    [Fact]
    public void HeadRoom_TooLittle_SaysTheNumbers()
    {
        var error = Room(("/", 1000), ("/", 1000)).Check("It", "/staging", 901, "/store", 5000);

        Assert.Equal(ErrorCode.DiskFull, error?.Code);
        Assert.Equal("It needs 901 more bytes at /staging, and 100 are to stay free; 1000 are free, 1 too few.", error?.Message);
    }

    [Fact]
    public void HeadRoom_JustEnough_Fits() => Assert.Null(Room(("/", 1000), ("/", 1000)).Check("It", "/staging", 900, "/store", 5000));

    [Fact]
    public void HeadRoom_StoreOnAnotherDisk_MustHoldAllThere() =>
        Assert.Contains("at /store", Room(("/", 100_000), ("/store", 4000)).Check("It", "/staging", 900, "/store", 5000)?.Message);

    private static RetryPolicy Retry(double random = 0.5) => new(Options.Create(new PullOptions()), () => random);

    private static HeadRoom Room((string Volume, long Free) staging, (string Volume, long Free) store) =>
        new(new FakeDisk(new() { ["/staging"] = staging, ["/store"] = store }), Options.Create(new PullOptions { DiskReserveBytes = 100 }));

    private sealed class FakeDisk(Dictionary<string, (string Volume, long Free)> folders) : IDiskSpace
    {
        public DiskRoom Of(string folder) => new(folders[folder].Volume, long.MaxValue, folders[folder].Free);
    }
}
