using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MultiLLM.EndToEndTests.Support;

/// <summary>Speaks as much of the API as a chat needs and never comes to an end: the starter models are too quick to be stopped in the middle.</summary>
public sealed class SlowService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SlowService()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/health/live", () => Results.Text("""{"status":"ok","reasons":[]}""", "application/json"));
        _app.MapPost("/chat", AnswerAsync);
    }

    public string Url => _app.Urls.First();

    /// <summary>Completes when a client has left its answer.</summary>
    public Task ClientLeft => _left.Task;

    public static async Task<SlowService> StartAsync()
    {
        var service = new SlowService();
        await service._app.StartAsync();
        return service;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var gone = context.RequestAborted.Register(() => _left.TrySetResult());
        context.Response.ContentType = "text/event-stream";
        try
        {
            while (true)
            {
                await context.Response.WriteAsync("data: {\"delta\":\"word \"}\n\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(50, context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            _left.TrySetResult();
        }
    }
}
