using System.Threading.RateLimiting;
using MultiLLM.Core.Comparisons.Running;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Events;
using MultiLLM.Core.Telemetry.Tracing;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Hosting;

/// <summary>Marks an endpoint that makes models work; the others answer also when the service is full.</summary>
internal sealed class MakesModelsWork
{
    public static MakesModelsWork Metadata { get; } = new();
}

/// <summary>Lets a bounded number of requests in and a bounded number wait, in the order they came.</summary>
internal sealed class Admission : IQueuedRequests, IDisposable
{
    private readonly ConcurrencyLimiter _limiter;
    private readonly ServerLimits _limits;
    private readonly ShutdownGate _shutdown;
    private readonly LimitHits _hits;

    public Admission(ServerLimits limits, ShutdownGate shutdown, LimitHits hits)
    {
        (_limits, _shutdown, _hits) = (limits, shutdown, hits);
        _limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = limits.MaxConcurrentRequests,
            QueueLimit = limits.MaxQueuedRequests,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    /// <summary>Requests that were let in.</summary>
    public long Active => _limits.MaxConcurrentRequests - Statistics.CurrentAvailablePermits;

    /// <summary>Requests in the queue.</summary>
    public long Waiting => Statistics.CurrentQueuedCount;

    public bool Any => Waiting > 0;

    private RateLimiterStatistics Statistics => _limiter.GetStatistics()!;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<MakesModelsWork>() is null)
        {
            await next(context);
            return;
        }
        using var lease = await EnterAsync(context);
        if (lease is null)
            await ErrorReplies.WriteAsync(context, ShutdownGate.Error);
        else if (!lease.IsAcquired)
            await TurnAwayAsync(context);
        else
            await next(context);
    }

    private Task TurnAwayAsync(HttpContext context)
    {
        var full = Full();
        _hits.TurnedAway(modelId: null, full.Message);
        return ErrorReplies.WriteAsync(context, full);
    }

    // Null: the service is stopping, and who waits in the queue would only be answered too late.
    private async ValueTask<RateLimitLease?> EnterAsync(HttpContext context)
    {
        if (_shutdown.Stopping.IsCancellationRequested)
            return null;
        var lease = _limiter.AttemptAcquire();
        if (lease.IsAcquired)
            return lease;
        lease.Dispose();
        using var span = Spans.Source.StartActivity("multillm.admission");
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _shutdown.Stopping);
        try
        {
            return await _limiter.AcquireAsync(1, wait.Token);
        }
        catch (OperationCanceledException) when (_shutdown.Stopping.IsCancellationRequested)
        {
            return null;
        }
    }

    private Error Full() => new(
        ErrorCode.QueueFull,
        $"{_limits.MaxConcurrentRequests} requests are being worked on and {_limits.MaxQueuedRequests} wait; try again a little later.",
        RetryAfter: TimeSpan.FromSeconds(1));

    public void Dispose() => _limiter.Dispose();
}

internal static class Admissions
{
    public static void UseAdmission(this WebApplication app)
    {
        var admission = app.Services.GetRequiredService<Admission>();
        app.Use(next => context => admission.InvokeAsync(context, next));
    }
}
