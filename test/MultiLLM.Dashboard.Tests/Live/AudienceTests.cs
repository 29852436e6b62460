using Microsoft.Extensions.Logging.Abstractions;
using MultiLLM.Dashboard.Live;

namespace MultiLLM.Dashboard.Tests.Live;

public sealed class AudienceTests
{
    [Fact]
    public async Task Watch_ComesBackAtOnce_IsFollowedOnlyAfterTheEarlierFollowingEnded()
    {
        var (begun, last) = (new SemaphoreSlim(0), new TaskCompletionSource());
        await using var audience = new Audience<int>(
            async token =>
            {
                begun.Release();
                await last.Task.WaitAsync(CancellationToken.None);
                token.ThrowIfCancellationRequested();
            },
            NullLogger.Instance);
        audience.Watch(_ => { }).Dispose();
        using var second = audience.Watch(_ => { });
        using var third = audience.Watch(_ => { });
        await begun.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(await begun.WaitAsync(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken));

        last.SetResult();

        await begun.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(await begun.WaitAsync(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Tell_OneBreaksAndOneLeft_OthersAreTold()
    {
        var told = new List<string>();
        await using var audience = new Audience<string>(token => Task.Delay(Timeout.Infinite, token), NullLogger.Instance);
        using var broken = audience.Watch(_ => throw new InvalidOperationException("The page is gone."));
        using var watching = audience.Watch(told.Add);
        audience.Watch(news => told.Add($"{news} to one who left")).Dispose();

        audience.Tell("news");

        Assert.Equal(["news"], told);
    }

    [Fact]
    public async Task Dispose_Watched_EndsFollowingAndTellsNobody()
    {
        var (told, ended, begun) = (0, false, new TaskCompletionSource());
        var audience = new Audience<int>(
            async token =>
            {
                using var end = token.Register(() => ended = true);
                begun.SetResult();
                await Task.Delay(Timeout.Infinite, token);
            },
            NullLogger.Instance);
        using var watching = audience.Watch(_ => told++);
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);

        await audience.DisposeAsync();
        using var late = audience.Watch(_ => told++);
        audience.Tell(1);

        Assert.Equal((0, true), (told, ended));
    }
}
