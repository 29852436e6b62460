using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MultiLLM.Tests.Client;

/// <summary>A real HTTP server on loopback that answers as a test tells it to, and remembers what it was asked.</summary>
internal sealed class FakeService : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Func<FakeExchange, Task>> _routes = new();
    private readonly WebApplication _app;

    public FakeService()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero);
        _app = builder.Build();
        _app.Run(AnswerAsync);
        _app.Start();
        Address = new Uri(_app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/");
        OnJson("GET", "/health/live", """{"status":"ok","reasons":[]}""");
    }

    public Uri Address { get; }

    public ConcurrentQueue<RecordedRequest> Requests { get; } = [];

    /// <summary>The last request that was no health probe.</summary>
    public RecordedRequest LastRequest => Requests.Last(request => !request.Path.StartsWith("/health", StringComparison.Ordinal));

    public FakeService On(string method, string path, Func<FakeExchange, Task> answer)
    {
        _routes[$"{method} {path}"] = answer;
        return this;
    }

    public FakeService OnJson(string method, string path, string json, int status = 200) =>
        On(method, path, exchange => exchange.JsonAsync(status, json));

    /// <summary>Server-sent events with these data lines; the connection then closes in good order.</summary>
    public FakeService OnEvents(string path, params string[] data) => On("POST", path, async exchange =>
    {
        foreach (var item in data)
            await exchange.EventAsync(item);
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var body = await new StreamReader(context.Request.Body, Encoding.UTF8).ReadToEndAsync();
        var path = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        Requests.Enqueue(new RecordedRequest(context.Request.Method, path, body, context.Request.Headers.Authorization));
        var exchange = new FakeExchange(context);
        if (_routes.TryGetValue($"{context.Request.Method} {path}", out var answer))
            await answer(exchange);
        else
            await exchange.JsonAsync(404, Replies.Error("not_found", $"No route {context.Request.Method} {path}"));
    }
}

internal sealed record RecordedRequest(string Method, string Path, string Body, string? Authorization);

/// <summary>One answer being given.</summary>
internal sealed class FakeExchange(HttpContext context)
{
    /// <summary>Cancelled when the client is gone or the server stops.</summary>
    public CancellationToken Aborted => context.RequestAborted;

    public void Header(string name, string value) => context.Response.Headers[name] = value;

    public Task JsonAsync(int status, string json) => TextAsync(status, "application/json", json);

    public Task TextAsync(int status, string type, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text, Aborted);
    }

    public async Task EventAsync(string data)
    {
        if (!context.Response.HasStarted)
            context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync($"data: {data}\n\n", Aborted);
        await context.Response.Body.FlushAsync(Aborted);
    }

    /// <summary>Completes when the client has gone.</summary>
    public async Task UntilClientLeavesAsync()
    {
        var left = new TaskCompletionSource();
        using var registration = Aborted.Register(left.SetResult);
        await left.Task;
    }

    /// <summary>Breaks the connection off in the middle.</summary>
    public void Abort() => context.Abort();
}
