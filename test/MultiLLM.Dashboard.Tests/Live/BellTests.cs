using Microsoft.Extensions.Time.Testing;
using MultiLLM.Dashboard.Live;

namespace MultiLLM.Dashboard.Tests.Live;

public sealed class BellTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Bell _bell = new();

    [Fact]
    public async Task Wait_RungTwiceBefore_IsHeardOnce()
    {
        _bell.Ring();
        _bell.Ring();

        Assert.True(await _bell.WaitAsync(TimeSpan.FromSeconds(1), _time, CancellationToken.None));
        Assert.False(await InASecondAsync(_bell.WaitAsync(TimeSpan.FromSeconds(1), _time, CancellationToken.None)));
    }

    [Fact]
    public async Task Wait_TimeIsOver_TakesNoLaterRingAway()
    {
        Assert.False(await InASecondAsync(_bell.WaitAsync(TimeSpan.FromSeconds(1), _time, CancellationToken.None)));

        _bell.Ring();

        Assert.True(await _bell.WaitAsync(Timeout.InfiniteTimeSpan, _time, CancellationToken.None));
    }

    [Fact]
    public async Task Wait_CallerGivesUp_IsAnException()
    {
        using var gone = new CancellationTokenSource();
        var waiting = _bell.WaitAsync(Timeout.InfiniteTimeSpan, _time, gone.Token);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private async Task<bool> InASecondAsync(Task<bool> waiting)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return await waiting;
    }
}
