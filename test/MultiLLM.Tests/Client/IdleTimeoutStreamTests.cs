using System.IO.Pipelines;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Client.Http;

namespace MultiLLM.Tests.Client;

public sealed class IdleTimeoutStreamTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private readonly FakeTimeProvider _time = new();
    private readonly Pipe _pipe = new();

    [Fact]
    public async Task ReadAsync_BytesWithinEachLimit_OutlastsTheLimitInTotal()
    {
        using var idle = new IdleTimeout(Limit, _time, CancellationToken.None);
        using var stream = new IdleTimeoutStream(_pipe.Reader.AsStream(), idle);
        var buffer = new byte[8];
        for (var i = 0; i < 5; i++)
        {
            var read = stream.ReadAsync(buffer);
            _time.Advance(TimeSpan.FromSeconds(9));
            await _pipe.Writer.WriteAsync(new byte[] { 1 });
            Assert.Equal(1, await read);
        }
    }

    [Fact]
    public async Task ReadAsync_BetweenReads_TheConsumerMayTakeItsTime()
    {
        using var idle = new IdleTimeout(Limit, _time, CancellationToken.None);
        using var stream = new IdleTimeoutStream(_pipe.Reader.AsStream(), idle);
        await _pipe.Writer.WriteAsync(new byte[] { 1 });
        Assert.Equal(1, await stream.ReadAsync(new byte[8]));

        _time.Advance(TimeSpan.FromHours(1));
        await _pipe.Writer.WriteAsync(new byte[] { 2 });

        Assert.Equal(1, await stream.ReadAsync(new byte[8]));
    }

    [Fact]
    public async Task ReadAsync_CallerCancels_IsNoTimeout()
    {
        using var caller = new CancellationTokenSource();
        using var idle = new IdleTimeout(Limit, _time, caller.Token);
        using var stream = new IdleTimeoutStream(_pipe.Reader.AsStream(), idle);
        var read = stream.ReadAsync(new byte[8]);

        caller.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await read);
    }
}
