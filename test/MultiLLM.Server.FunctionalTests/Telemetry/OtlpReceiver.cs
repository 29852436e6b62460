using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace MultiLLM.Server.FunctionalTests.Telemetry;

/// <summary>A collector on loopback: takes what is exported over HTTP as protobuf and reads what tests need of it.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    public OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/traces", context => TakeAsync(context, body => OtlpSpan.ReadAll(body).ForEach(Spans.Enqueue)));
        _app.MapPost("/v1/metrics", context => TakeAsync(context, body => OtlpMessages.MetricNames(body).ForEach(MetricNames.Enqueue)));
        _app.MapPost("/v1/logs", context => TakeAsync(context, body => OtlpMessages.LogTraceIds(body).ForEach(LogTraceIds.Enqueue)));
    }

    public string Url => _app.Urls.Single();
    public ConcurrentQueue<OtlpSpan> Spans { get; } = [];
    public ConcurrentQueue<string> MetricNames { get; } = [];

    /// <summary>Of each log record, hexadecimal; empty where it is of no request.</summary>
    public ConcurrentQueue<string> LogTraceIds { get; } = [];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task TakeAsync(Microsoft.AspNetCore.Http.HttpContext context, Action<byte[]> take)
    {
        Assert.Equal("application/x-protobuf", context.Request.ContentType);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        take(body.ToArray());
        context.Response.ContentType = "application/x-protobuf"; // an empty message: all was taken
    }
}
