using System.Buffers;
using System.Diagnostics;

namespace MultiLLM.Server.Logging;

/// <summary>
/// Gives each request the id that its log lines, its record and its spans carry, the caller's own <c>x-request-id</c> where it is one, and tells it in the
/// reply, with the id of its trace.
/// </summary>
internal sealed class RequestIds(ILogger<RequestIds> log)
{
    public const string Header = "x-request-id";
    public const string TraceHeader = "x-trace-id";
    private const int Longest = 64;
    private static readonly SearchValues<char> s_allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var id = context.Request.Headers[Header] is [{ Length: > 0 and <= Longest } given] && !given.AsSpan().ContainsAnyExcept(s_allowed)
            ? given
            : $"req-{Guid.NewGuid():N}";
        context.TraceIdentifier = id;
        context.Response.OnStarting(static state => Tell((HttpContext)state), context);
        using (log.BeginScope(new RequestScope(id)))
            await next(context);
    }

    // At the last moment: an error clears the headers that were set before it.
    private static Task Tell(HttpContext context)
    {
        context.Response.Headers[Header] = context.TraceIdentifier;
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } trace)
            context.Response.Headers[TraceHeader] = trace.TraceId.ToHexString();
        return Task.CompletedTask;
    }
}

/// <summary>What log lines of a request carry.</summary>
internal sealed class RequestScope(string id) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public const string Name = "RequestId";

    public string Id => id;
    public int Count => 1;
    public KeyValuePair<string, object?> this[int index] => index == 0 ? new(Name, id) : throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        yield return this[0];
    }

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"{Name}:{id}";
}
