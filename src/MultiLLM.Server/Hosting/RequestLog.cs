namespace MultiLLM.Server.Hosting;

/// <summary>One line per request, without what was said in it.</summary>
internal sealed partial class RequestLog(TimeProvider time, ILogger<RequestLog> logger)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var trace = new RequestTrace(time.GetTimestamp());
        context.Features.Set(trace);
        try
        {
            await next(context);
        }
        finally
        {
            if (logger.IsEnabled(LogLevel.Information))
                Log(context, trace);
        }
    }

    private void Log(HttpContext context, RequestTrace trace)
    {
        var seconds = time.GetElapsedTime(trace.Arrived).TotalSeconds;
        var outcome = trace.Outcome ?? "ok";
        if (trace.Usage is { } usage)
            LogAnswer(context.Request.Method, context.Request.Path, context.Response.StatusCode, outcome, seconds,
                trace.Model, usage.Prompt, usage.Cached, usage.Completion, trace.FirstOutput?.TotalSeconds);
        else
            LogRequest(context.Request.Method, context.Request.Path, context.Response.StatusCode, outcome, seconds, trace.Model);
    }

    [LoggerMessage(LogLevel.Information,
        "{Method} {Path} {Status} {Outcome} in {Seconds:0.000} s by {Model}: {PromptTokens} prompt tokens ({CachedTokens} cached), {CompletionTokens} generated, first after {FirstOutputSeconds:0.000} s")]
    private partial void LogAnswer(string method, PathString path, int status, string outcome, double seconds,
        string? model, int promptTokens, int cachedTokens, int completionTokens, double? firstOutputSeconds);

    [LoggerMessage(LogLevel.Information, "{Method} {Path} {Status} {Outcome} in {Seconds:0.000} s (model: {Model})")]
    private partial void LogRequest(string method, PathString path, int status, string outcome, double seconds, string? model);
}

internal static class RequestLogging
{
    public static void UseRequestLog(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<RequestLog>();
        app.Use(next => context => log.InvokeAsync(context, next));
    }
}
