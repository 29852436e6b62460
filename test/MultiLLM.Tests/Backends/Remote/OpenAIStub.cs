using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace MultiLLM.Tests.Backends.Remote;

/// <summary>A small OpenAI-like server on loopback that answers as it is told and remembers what it was asked.</summary>
internal sealed class OpenAIStub : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OpenAIStub(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single() + "/v1");

    /// <summary>What it was asked, probes not included.</summary>
    public ConcurrentQueue<Asked> Requests { get; } = new();

    /// <summary>Answers everything but probes.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context => SayAsync(context, "Hello", " there");

    /// <summary>Answers <c>GET models</c>.</summary>
    public Func<HttpContext, Task> Probe { get; set; } = context => context.Response.WriteAsync("""{"object":"list","data":[{"id":"m"}]}""");

    /// <summary>Requests whose caller closed the connection before the end.</summary>
    public int Abandoned;

    public static Task<OpenAIStub> StartAsync(Func<HttpContext, Task>? answer = null) => StartAsync(host => host.UseUrls("http://127.0.0.1:0"), answer);

    /// <summary>Speaks HTTP/2 over TLS and nothing else.</summary>
    public static Task<OpenAIStub> StartHttp2Async(X509Certificate2 certificate, Func<HttpContext, Task>? answer = null) => StartAsync(
        host => host.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(certificate);
        })),
        answer);

    private static async Task<OpenAIStub> StartAsync(Action<ConfigureWebHostBuilder> listen, Func<HttpContext, Task>? answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        listen(builder.WebHost);
        var app = builder.Build();
        var stub = new OpenAIStub(app);
        if (answer is not null)
            stub.Answer = answer;
        app.Run(stub.HandleAsync);
        await app.StartAsync();
        return stub;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>A stream of chunks with these texts, the end and the usage.</summary>
    public static async Task SayAsync(HttpContext context, params string[] texts)
    {
        await ChunkAsync(context, """{"id":"x","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""");
        foreach (var text in texts)
            await ChunkAsync(context, $$$"""{"id":"x","choices":[{"index":0,"delta":{"content":{{{JsonSerializer.Serialize(text)}}}},"finish_reason":null}]}""");
        await ChunkAsync(context, """{"id":"x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");
        await ChunkAsync(context, """{"id":"x","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18,"prompt_tokens_details":{"cached_tokens":3}}}""");
        await ChunkAsync(context, "[DONE]");
    }

    public static async Task ChunkAsync(HttpContext context, string json)
    {
        if (!context.Response.HasStarted)
            context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync($"data: {json}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    public static Func<HttpContext, Task> Failing(int status, string message = "no", params (string Name, string Value)[] headers) => async context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
            context.Response.Headers[name] = value;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync($$$"""{"error":{"message":{{{JsonSerializer.Serialize(message)}}},"type":"x","param":"temperature","code":null}}""");
    };

    private async Task HandleAsync(HttpContext context)
    {
        if (context.Request.Method == "GET")
        {
            await Probe(context);
            return;
        }
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        Requests.Enqueue(new Asked(context.Request.Path, JsonDocument.Parse(body).RootElement.Clone(), context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        try
        {
            await Answer(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            Interlocked.Increment(ref Abandoned);
        }
    }
}

internal sealed record Asked(string Path, JsonElement Body, IReadOnlyDictionary<string, string> Headers);
