using MultiLLM.Core.Comparisons.Running;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Events;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Telemetry.Tracing;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Hosting.Admission;

/// <summary>
/// Owner of the queue of requests. A lock, and no loop: a request that finds room must not pay for a change of threads. Nothing slow happens inside it.
/// </summary>
internal sealed class AdmissionGate : IQueuedRequests, IAdmissionEffects, IDisposable
{
    private const int MostSecondsToRetry = 60;

    private readonly Lock _gate = new();
    private readonly FairQueue _queue;
    private readonly ServerLimits _limits;
    private readonly ShutdownGate _shutdown;
    private readonly LimitHits _hits;
    private readonly TurnedAway _records;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ITimer _deadlines;
    private bool _isArmed;

    public AdmissionGate(ServerLimits limits, ShutdownGate shutdown, LimitHits hits, TurnedAway records, TimeProvider time)
    {
        (_limits, _shutdown, _hits, _records, _time, _start) = (limits, shutdown, hits, records, time, time.GetTimestamp());
        Rules = new FairQueueRules(limits.MaxConcurrentRequests, limits.MaxQueuedRequests, Math.Min(limits.MaxQueuedRequestsPerCaller, limits.MaxQueuedRequests));
        _queue = new FairQueue(Rules, this);
        _deadlines = time.CreateTimer(_ => ExpireNow(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public FairQueueRules Rules { get; }

    /// <summary>Requests that were let in.</summary>
    public long Active
    {
        get
        {
            lock (_gate)
                return _queue.Running;
        }
    }

    /// <summary>Requests in the queue.</summary>
    public long Waiting
    {
        get
        {
            lock (_gate)
                return _queue.Waiting;
        }
    }

    public bool Any => Waiting > 0;

    /// <summary>The queue as it stands.</summary>
    public AdmissionSnapshot Snapshot(int most)
    {
        lock (_gate)
        {
            var now = Now();
            return new AdmissionSnapshot(
                _queue.Running, _queue.Waiting, _queue.Times.Mean,
                [.. _queue.Order(most).Cast<WaitingRequest>().Select((request, index) => new AdmissionPlace(index + 1, request, now - request.Arrived))]);
        }
    }

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<MakesModelsWork>() is null)
        {
            await next(context);
            return;
        }
        var wishes = AdmissionWishes.Read(context.Request.Headers, context.Caller(), _time.GetUtcNow());
        if (!wishes.IsSuccess)
        {
            await ErrorReplies.WriteAsync(context, wishes.Error);
            return;
        }
        context.Features.Set(wishes.Value);
        var request = RequestOf(context, wishes.Value);
        try
        {
            if (await EnterAsync(request, context) is { } refusal)
                await TurnAwayAsync(context, refusal);
            else
                await next(context);
        }
        finally
        {
            Change(queue => queue.Leave(request, Now()));
        }
    }

    void IAdmissionEffects.LetIn(Ticket ticket) => ((WaitingRequest)ticket).Decide(null);

    void IAdmissionEffects.Refuse(Ticket ticket, AdmissionRefusal why) => ((WaitingRequest)ticket).Decide(why);

    public void Dispose() => _deadlines.Dispose();

    private WaitingRequest RequestOf(HttpContext context, AdmissionWishes wishes)
    {
        var caller = context.Caller();
        var now = Now();
        var deadline = wishes.Deadline is { } at ? now + (at.At - _time.GetUtcNow()).TotalSeconds : (double?)null;
        return new WaitingRequest(new FlowId(caller.KeyId ?? CallerNetwork.Of(context.Connection.RemoteIpAddress), wishes.Priority), now, deadline, context, wishes);
    }

    /// <summary>Null: it was let in.</summary>
    private async ValueTask<Error?> EnterAsync(WaitingRequest request, HttpContext context)
    {
        if (_shutdown.Stopping.IsCancellationRequested)
            return ShutdownGate.Error; // who waits in the queue would only be answered too late
        Task<AdmissionRefusal?>? decided = null;
        Change(queue =>
        {
            queue.Arrive(request, Now());
            if (request.State == TicketState.Waiting)
                decided = request.Decided;
        });
        if (decided is null)
            return request.Refusal is { } atOnce ? ErrorOf(request, atOnce) : null;
        using var span = Spans.Source.StartActivity("multillm.admission");
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _shutdown.Stopping);
        try
        {
            return await decided.WaitAsync(wait.Token) is { } refusal ? ErrorOf(request, refusal) : null;
        }
        catch (OperationCanceledException) when (_shutdown.Stopping.IsCancellationRequested)
        {
            return ShutdownGate.Error;
        }
    }

    private Task TurnAwayAsync(HttpContext context, Error error)
    {
        if (error.Code == ErrorCode.QueueFull)
            _hits.TurnedAway(modelId: null, error.Message);
        _records.Record(context, error);
        return ErrorReplies.WriteAsync(context, error);
    }

    private Error ErrorOf(WaitingRequest request, AdmissionRefusal refusal) => refusal switch
    {
        AdmissionRefusal.Late => request.Wishes.Deadline!.Missed(hasBegun: false),
        AdmissionRefusal.CallerFull => Full($"{Rules.MostWaitingPerCaller} requests of {request.Flow.Caller} wait already; try again a little later."),
        _ => Full($"{_limits.MaxConcurrentRequests} requests are being worked on and {_limits.MaxQueuedRequests} wait; try again a little later."),
    };

    private Error Full(string message)
    {
        double seconds;
        lock (_gate)
            seconds = _queue.SecondsUntilTurn(_queue.Waiting + 1);
        return new Error(ErrorCode.QueueFull, message, RetryAfter: TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(seconds), 1, MostSecondsToRetry)));
    }

    private void ExpireNow() => Change(queue => queue.Expire(Now()));

    private void Change(Action<FairQueue> change)
    {
        lock (_gate)
        {
            change(_queue);
            // A timer may ring a little early and would then find nobody late.
            var next = _queue.NextDeadline is { } at ? TimeSpan.FromSeconds(Math.Clamp(at - Now() + 0.001, 0.001, 86_400)) : Timeout.InfiniteTimeSpan;
            if (next != Timeout.InfiniteTimeSpan || _isArmed)
                _deadlines.Change(next, Timeout.InfiniteTimeSpan);
            _isArmed = next != Timeout.InfiniteTimeSpan;
        }
    }

    private double Now() => _time.GetElapsedTime(_start).TotalSeconds;
}

internal static class Admissions
{
    public static void UseAdmission(this WebApplication app)
    {
        var admission = app.Services.GetRequiredService<AdmissionGate>();
        app.Use(next => context => admission.InvokeAsync(context, next));
    }
}
