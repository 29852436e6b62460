using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using MultiLLM.Core.Hosting;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Gateway;

/// <summary>A server elsewhere that keeps every body it is sent, and the whole product in front of it, which knows it as the models "far" and "far-embed".</summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private readonly WebApplication _far;
    private readonly string _home;

    private RecordingServer(WebApplication far, TestService front, string home) => (_far, Front, _home) = (far, front, home);

    public ConcurrentQueue<string> Bodies { get; private init; } = [];
    public TestService Front { get; }

    /// <param name="rules">Of the content policy.</param>
    /// <param name="deltas">What each chat is answered with, one event each.</param>
    public static async Task<RecordingServer> StartAsync(string rules, params string[] deltas)
    {
        var bodies = new ConcurrentQueue<string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var far = builder.Build();
        far.Run(context => AnswerAsync(context, bodies, deltas));
        await far.StartAsync();
        var home = Directory.CreateTempSubdirectory("policy-far-").FullName;
        await File.WriteAllTextAsync(Path.Combine(home, "policy.json"), $$"""{"version":"t1","rules":[{{rules}}]}""");
        var folder = Directory.CreateDirectory(Path.Combine(home, "catalog.d")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "far.json"), $$"""
            { "models": [
              { "id": "far", "name": "Far", "type": "large_llm", "context_length": 4096, "capabilities": ["tools"],
                "backend": { "servers": [ { "name": "one", "url": "{{far.Urls.Single()}}/v1", "model": "m" } ] } },
              { "id": "far-embed", "name": "Far embeddings", "type": "embedding", "context_length": 512,
                "backend": { "servers": [ { "name": "one", "url": "{{far.Urls.Single()}}/v1", "model": "e" } ] } } ] }
            """);
        var front = await TestService.StartAsync(
            (WebApplicationBuilder product) =>
            {
                product.Logging.ClearProviders();
                product.Services.AddMultiLLM(product.Configuration);
            },
            "--MultiLLM:Home", home, "--MultiLLM:StarterFolder", "", "--MultiLLM:RunnerPath", "/none");
        return new RecordingServer(far, front, home) { Bodies = bodies };
    }

    public async ValueTask DisposeAsync()
    {
        await Front.StopAsync();
        await Front.DisposeAsync();
        await _far.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    private static async Task AnswerAsync(HttpContext context, ConcurrentQueue<string> bodies, string[] deltas)
    {
        if (context.Request.Method == "GET")
        {
            await context.Response.WriteAsJsonAsync(new { data = Array.Empty<string>() });
            return;
        }
        using var reader = new StreamReader(context.Request.Body);
        bodies.Enqueue(await reader.ReadToEndAsync());
        if (context.Request.Path.Value!.EndsWith("/embeddings", StringComparison.Ordinal))
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"object":"list","data":[{"index":0,"embedding":[0.5,0.5]}],"usage":{"prompt_tokens":1,"total_tokens":1}}""");
            return;
        }
        context.Response.ContentType = "text/event-stream";
        var isChat = context.Request.Path.Value.EndsWith("/chat/completions", StringComparison.Ordinal);
        foreach (var delta in deltas)
        {
            await context.Response.WriteAsync($"data: {{\"choices\":[{{\"index\":0,{(isChat ? $"\"delta\":{delta}" : $"\"text\":{delta}")},\"finish_reason\":null}}]}}\n\n");
            await context.Response.Body.FlushAsync();
        }
        await context.Response.WriteAsync("data: {\"choices\":[{\"index\":0,\"delta\":{},\"text\":\"\",\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\ndata: [DONE]\n\n");
    }
}
