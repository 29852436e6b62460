using MultiLLM.Core.Errors;

namespace MultiLLM.Server.Hosting;

/// <summary>
/// The order to stop: requests that come after it are refused, those in progress may finish until <see cref="Expired"/>.
/// </summary>
internal sealed class ShutdownGate : IDisposable
{
    /// <summary>Kept between the end of the patience and the end of the connections, so that error events still reach the callers.</summary>
    public static readonly TimeSpan TimeToSayWhy = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _expired;
    private readonly CancellationTokenRegistration _registration;

    public ShutdownGate(IHostApplicationLifetime lifetime, ServerOptions options, TimeProvider time)
    {
        Stopping = lifetime.ApplicationStopping;
        _expired = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _registration = Stopping.Register(() => _expired.CancelAfter(TimeSpan.FromSeconds(options.ShutdownTimeoutSeconds)));
    }

    public static Error Error { get; } = new(ErrorCode.ShuttingDown, "The service is shutting down.", RetryAfter: TimeSpan.FromSeconds(5));

    public CancellationToken Stopping { get; }

    /// <summary>Cancelled when answers in progress have had their time.</summary>
    public CancellationToken Expired => _expired.Token;

    /// <summary>Cancelled when the client leaves or the time is up, whichever comes first.</summary>
    public CancellationTokenSource Link(HttpContext context) =>
        CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, Expired);

    public void Dispose()
    {
        _registration.Dispose();
        _expired.Dispose();
    }
}
