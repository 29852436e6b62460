namespace MultiLLM.Server.Hosting;

/// <summary>Marks an endpoint that programs ask again and again to watch the service: a reply without a fault is no news.</summary>
internal sealed class IsPolled
{
    public static IsPolled Metadata { get; } = new();
}

/// <summary>One line per request, without what was said in it.</summary>
internal sealed partial class RequestLog(TimeProvider time, ILogger<RequestLog> logger)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var trace = new RequestTrace(time.GetTimestamp()) { ArrivedAt = time.GetUtcNow() };
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
        var (method, path) = (context.Request.Method, context.Request.Path);
        var (status, outcome) = (context.Response.StatusCode, trace.Outcome ?? (context.Response.StatusCode < 400 ? "ok" : "refused"));
        var seconds = time.GetElapsedTime(trace.Arrived).TotalSeconds;
        if (trace is { Usage: { } usage, FirstOutput: { } first })
            LogAnswer(method, path, status, outcome, seconds, trace.Model, usage.Prompt, usage.Cached, usage.Completion, first.TotalSeconds);
        else if (trace.Usage is { } read)
            LogReading(method, path, status, outcome, seconds, trace.Model, read.Prompt);
        else if (trace.Model is { } model)
            LogModel(method, path, status, outcome, seconds, model);
        else if (outcome == "ok" && context.GetEndpoint()?.Metadata.GetMetadata<IsPolled>() is not null)
            LogPoll(method, path, status, outcome, seconds);
        else
            LogRequest(method, path, status, outcome, seconds);
    }

    [LoggerMessage(LogLevel.Information,
        "{Method} {Path} {Status} {Outcome} in {Seconds:0.000} s by {Model}: {PromptTokens} prompt tokens ({CachedTokens} cached), {CompletionTokens} generated, first after {FirstOutputSeconds:0.000} s")]
    private partial void LogAnswer(string method, PathString path, int status, string outcome, double seconds,
        string? model, int promptTokens, int cachedTokens, int completionTokens, double firstOutputSeconds);

    [LoggerMessage(LogLevel.Information, "{Method} {Path} {Status} {Outcome} in {Seconds:0.000} s by {Model}: {PromptTokens} tokens read")]
    private partial void LogReading(string method, PathString path, int status, string outcome, double seconds, string? model, int promptTokens);

    [LoggerMessage(LogLevel.Information, "{Method} {Path} {Status} {Outcome} in {Seconds:0.000} s by {Model}")]
    private partial void LogModel(string method, PathString path, int status, string outcome, double seconds, string model);

    [LoggerMessage(LogLevel.Information, "{Method} {Path} {Status} {Outcome} in {Seconds:0.000} s")]
    private partial void LogRequest(string method, PathString path, int status, string outcome, double seconds);

    [LoggerMessage(LogLevel.Debug, "{Method} {Path} {Status} {Outcome} in {Seconds:0.000} s")]
    private partial void LogPoll(string method, PathString path, int status, string outcome, double seconds);
}

internal static class RequestLogging
{
    public static void UseRequestLog(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<RequestLog>();
        app.Use(next => context => log.InvokeAsync(context, next));
    }
}
