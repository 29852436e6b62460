using System.Globalization;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Events;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;

namespace MultiLLM.Server.Monitoring;

/// <summary><c>GET /system/events</c></summary>
internal sealed class EventsEndpoint(IEventLog log, EventStreamLimits limits, EventStream stream, TimeProvider time)
{
    private const string IdHeader = "Last-Event-ID";

    private int _followers;

    public async Task HandleAsync(HttpContext context)
    {
        var call = Read(context.Request);
        if (!call.IsSuccess)
            await ErrorReplies.WriteAsync(context, call.Error);
        else if (!call.Value.Follow)
            await SendKeptAsync(context, call.Value.After ?? 0, call.Value.Filter);
        else
            await FollowAsync(context, call.Value.After ?? (call.Value.Filter.Since is null ? log.LastId : 0), call.Value.Filter);
    }

    private Task SendKeptAsync(HttpContext context, long after, EventFilter filter)
    {
        var page = log.ReadAfter(after);
        return JsonReply.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new EventList([.. page.Events.Where(filter.Matches).Select(EventDescription.Of)], page.LastId, page.Missed),
            JsonReply.Api.EventList);
    }

    private async Task FollowAsync(HttpContext context, long after, EventFilter filter)
    {
        try
        {
            if (Interlocked.Increment(ref _followers) > limits.MaxFollowers)
                await ErrorReplies.WriteAsync(context, new Error(
                    ErrorCode.QueueFull, $"{limits.MaxFollowers} programs follow the events already.", RetryAfter: TimeSpan.FromSeconds(5)));
            else
                await stream.SendAsync(context, after, filter);
        }
        finally
        {
            Interlocked.Decrement(ref _followers);
        }
    }

    private sealed record Call(bool Follow, long? After, EventFilter Filter);

    private Result<Call> Read(HttpRequest request)
    {
        var follow = true;
        if (request.Query.TryGetValue("follow", out var told) && !bool.TryParse(told, out follow))
            return new Error(ErrorCode.InvalidRequest, $"follow must be true or false; got \"{Shown(told)}\"", "follow");
        var filter = EventFilterReader.Read(request.Query, time.GetUtcNow());
        if (!filter.IsSuccess)
            return filter.Error;
        var (name, value) = request.Query.TryGetValue("after", out var after) ? ("after", after) : (IdHeader, request.Headers[IdHeader]);
        if (value.Count == 0 || value is [""])
            return new Call(follow, null, filter.Value);
        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new Call(follow, id, filter.Value)
            : new Error(ErrorCode.InvalidRequest, $"{name} must be the id of an event, a whole number of at most 19 digits; got \"{Shown(value)}\"", name);
    }

    private static string Shown(string? value) => value is { Length: > 40 } ? value[..40] + "…" : value ?? "";
}
