using System.Globalization;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Hosting.Admission;

namespace MultiLLM.Server.Gateway.Limits;

/// <summary>
/// Tells in each reply of an endpoint that makes models work how the key stands, in OpenAI's headers. A reply tells it as it is when its headers go out: of
/// a stream with what was set aside for it, of a whole answer with what it used.
/// </summary>
internal sealed class LimitHeaders(ILimits limits)
{
    private const string Prefix = "x-ratelimit-";

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var caller = context.Caller();
        if (caller.KeyId is not null && caller.Limits != KeyLimits.None && context.GetEndpoint()?.Metadata.GetMetadata<MakesModelsWork>() is not null)
            context.Response.OnStarting(Write, (context.Response, caller));
        return next(context);
    }

    /// <summary>As OpenAI writes durations: 6m0s, 12s, 350ms.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, Math.Ceiling(time.TotalMilliseconds)):0}ms"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0}s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}m{time.Seconds}s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}h{time.Minutes}m{time.Seconds}s"),
    };

    private Task Write(object state)
    {
        var (response, caller) = ((HttpResponse, Caller))state;
        var standing = limits.RatesOf(caller);
        Write(response.Headers, "requests", standing.Requests);
        Write(response.Headers, "tokens", standing.Tokens);
        return Task.CompletedTask;
    }

    private static void Write(IHeaderDictionary headers, string what, RateLeft? left)
    {
        if (left is not { } known)
            return;
        headers[$"{Prefix}limit-{what}"] = known.Limit.ToString(CultureInfo.InvariantCulture);
        headers[$"{Prefix}remaining-{what}"] = known.Left.ToString(CultureInfo.InvariantCulture);
        headers[$"{Prefix}reset-{what}"] = Duration(known.Reset);
    }
}
