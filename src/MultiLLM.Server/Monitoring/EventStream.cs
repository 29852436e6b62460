using Microsoft.AspNetCore.Http.Features;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Events;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Monitoring;

/// <summary>
/// Follows the log for one reader, who takes events out of it at its own pace: a slow one holds up nobody. Once the log has moved on past
/// it, it is told so and let go; one that takes nothing at all is cut off.
/// </summary>
internal sealed class EventStream(IEventLog log, EventStreamLimits limits, ShutdownGate shutdown, TimeProvider time)
{
    private const string Missed = "stream.missed";
    private const string TooSlow = "stream.too_slow";

    /// <param name="context">The reader's request.</param>
    /// <param name="after">The last event it has seen; 0: all that are kept are news to it.</param>
    /// <param name="filter">What it wants to see.</param>
    public async Task SendAsync(HttpContext context, long after, EventFilter filter)
    {
        // A stop of the service ends the stream at once: nothing that could be lost is under way.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, shutdown.Stopping);
        Begin(context);
        using var events = new EventWriter(context.Response.BodyWriter);
        try
        {
            context.RequestTrace().Outcome = await FollowAsync(events, after, filter, end.Token);
        }
        catch (TimeoutException)
        {
            context.RequestTrace().Outcome = "too slow";
            context.Abort(); // its connection is full, so there is no way left to tell it
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            context.RequestTrace().Outcome = context.RequestAborted.IsCancellationRequested ? "client left" : "shutting_down";
        }
    }

    /// <summary>Ends when the reader is too slow; else by an exception.</summary>
    private async Task<string> FollowAsync(EventWriter events, long after, EventFilter filter, CancellationToken cancellationToken)
    {
        events.WriteComment("What happens from here on"); // something must be sent for the reader to know that it is connected
        var page = log.ReadAfter(after);
        if (page.Missed)
            Say(events, Missed, "Some events after the one you named are no longer kept.");
        while (true)
        {
            foreach (var happened in page.Events.Where(filter.Matches))
                events.Write(happened.Id, EventDescription.Of(happened), JsonReply.Api.EventInfo);
            await FlushAsync(events, cancellationToken);
            await WaitForMoreAsync(events, page.LastId, cancellationToken);
            page = log.ReadAfter(page.LastId);
            if (!page.Missed)
                continue;
            Say(events, TooSlow, "You read too slowly, and events were lost meanwhile. Connect again for those that are kept.");
            await FlushAsync(events, cancellationToken);
            return "too slow";
        }
    }

    private async Task WaitForMoreAsync(EventWriter events, long after, CancellationToken cancellationToken)
    {
        var more = log.WaitAfterAsync(after, cancellationToken);
        while (!await EndsInTimeAsync(more, cancellationToken))
        {
            events.WriteComment("heartbeat");
            await FlushAsync(events, cancellationToken);
        }
    }

    private async Task<bool> EndsInTimeAsync(Task more, CancellationToken cancellationToken)
    {
        try
        {
            await more.WaitAsync(limits.Heartbeat, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <exception cref="TimeoutException">The reader takes nothing.</exception>
    /// <exception cref="OperationCanceledException">It has left, or the service stops.</exception>
    private async Task FlushAsync(EventWriter events, CancellationToken cancellationToken)
    {
        var flush = events.FlushAsync(cancellationToken);
        if (!flush.IsCompletedSuccessfully)
            await flush.AsTask().WaitAsync(limits.Patience, time, cancellationToken);
    }

    private void Say(EventWriter events, string kind, string message) =>
        events.Write(new EventInfo { Id = 0, Time = time.GetUtcNow(), Kind = kind, Message = message }, JsonReply.Api.EventInfo);

    private static void Begin(HttpContext context)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["x-accel-buffering"] = "no"; // nginx would collect the stream
    }
}
