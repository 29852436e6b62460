using System.Threading.RateLimiting;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Core.Gateway.Limits.Rates;

namespace MultiLLM.Tests.Gateway.Limits.Rates;

public sealed class MinuteLimiterTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Take_LimitReached_RefusesAndSaysWhenThereIsRoom()
    {
        using var limiter = new MinuteLimiter(10, _time);
        Assert.True(limiter.Take(7, 7).IsAcquired);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.True(limiter.Take(3, 3).IsAcquired);

        var refused = limiter.Take(2, 2);
        Assert.False(refused.IsAcquired);
        Assert.Equal(TimeSpan.FromSeconds(41), refused.RetryAfter);
        Assert.True(refused.TryGetMetadata(MetadataName.RetryAfter, out var told));
        Assert.Equal(TimeSpan.FromSeconds(41), told);

        _time.Advance(TimeSpan.FromSeconds(41));
        Assert.True(limiter.Take(2, 2).IsAcquired);
    }

    [Fact]
    public void Take_MoreThanTheLimit_IsRefusedForGood()
    {
        using var limiter = new MinuteLimiter(10, _time);
        var refused = limiter.Take(11, 11);
        Assert.False(refused.IsAcquired);
        Assert.Null(refused.RetryAfter);
    }

    [Fact]
    public void Take_LessWillDo_GetsWhatThereIs()
    {
        using var limiter = new MinuteLimiter(10, _time);
        limiter.Take(6, 6);
        Assert.Equal(4, limiter.Take(1, 100).Amount);
    }

    [Fact]
    public void Correct_LessWasUsed_GivesTheRestBack()
    {
        using var limiter = new MinuteLimiter(10, _time);
        var lease = limiter.Take(10, 10);
        lease.Correct(3);
        Assert.Equal(7, limiter.GetStatistics().CurrentAvailablePermits);
        lease.Correct(3);
        Assert.Equal(7, limiter.GetStatistics().CurrentAvailablePermits);
        Assert.True(limiter.AttemptAcquire(7).IsAcquired);
        Assert.False(limiter.AttemptAcquire().IsAcquired);
    }

    [Fact]
    public void Book_KeyNotAskedFor_IsForgottenUnlessItsRequestsRun()
    {
        var book = new CallerRateBook(_time);
        var limits = new KeyLimits { Concurrency = 1, RequestsPerMinute = 5 };
        var running = book.Of("busy", limits).Running!.AttemptAcquire();
        book.Of("idle", limits).Requests.Take(1, 1);
        _time.Advance(TimeSpan.FromMinutes(3));
        book.Of("other", limits);
        Assert.Equal(2, book.Count);
        Assert.Equal(1, book.Of("busy", limits).RunningNow);
        running.Dispose();
        Assert.Equal(0, book.Of("busy", limits).RunningNow);
    }

    [Fact]
    public void Book_LimitsChange_WhatWasTakenStaysTaken()
    {
        var book = new CallerRateBook(_time);
        book.Of("key", new KeyLimits { RequestsPerMinute = 5 }).Requests.Take(4, 4);
        var rates = book.Of("key", new KeyLimits { RequestsPerMinute = 3 });
        Assert.False(rates.Requests.Take(1, 1).IsAcquired);
        Assert.True(book.Of("key", new KeyLimits { RequestsPerMinute = 6 }).Requests.Take(2, 2).IsAcquired);
    }
}
