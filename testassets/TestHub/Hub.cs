using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MultiLLM.TestHub;

/// <summary>
/// A hub on loopback that speaks the resolve protocol, and the storage server on another origin that it sends to for content.
/// </summary>
public sealed class Hub : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, HubFile> _files = new();
    private readonly WebApplication _hub;
    private readonly WebApplication _storage;

    private Hub()
    {
        (_hub, _storage) = (Create(AnswerAsync), Create(AnswerAtStorageAsync));
    }

    /// <summary>Without a slash at the end.</summary>
    public string Endpoint => _hub.Urls.Single();

    /// <summary>By another name than the hub.</summary>
    public string Storage => _storage.Urls.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    public ConcurrentQueue<HubRequest> Requests { get; } = [];

    public IEnumerable<HubRequest> StorageRequests => Requests.Where(request => request.AtStorage);

    public static async Task<Hub> StartAsync()
    {
        var hub = new Hub();
        await hub._hub.StartAsync();
        await hub._storage.StartAsync();
        return hub;
    }

    public HubFile Add(string repository, string path, byte[] content) => _files[$"{repository}/{path}"] = new HubFile(content);

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _storage.DisposeAsync();
    }

    private static WebApplication Create(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero);
        var app = builder.Build();
        app.Run(answer);
        return app;
    }

    private void Record(HttpContext context, bool atStorage) => Requests.Enqueue(new HubRequest(
        atStorage, context.Request.Method, context.Features.Get<IHttpRequestFeature>()!.RawTarget,
        context.Request.Headers.Range, context.Request.Headers.Authorization));

    private async Task AnswerAsync(HttpContext context)
    {
        Record(context, atStorage: false);
        var response = context.Response;
        if (context.Request.Path.Value!.Trim('/').Split('/') is not [var owner, var repository, "resolve", var revision, .. var path])
        {
            response.StatusCode = 404;
            return;
        }
        var name = $"{owner}/{repository}";
        if (!_files.Keys.Any(key => key.StartsWith(name + "/", StringComparison.Ordinal)))
        {
            Refuse(response, 404, "RepoNotFound");
            return;
        }
        if (!_files.TryGetValue($"{name}/{string.Join('/', path)}", out var file))
        {
            Refuse(response, 404, "EntryNotFound");
            return;
        }
        if (file.Refusals.TryPeek(out var refusal) && !refusal.AtStorage && file.Refusals.TryDequeue(out _))
        {
            response.Headers.RetryAfter = refusal.RetryAfter;
            response.StatusCode = refusal.Status;
            return;
        }
        if (file.Token is { } token && context.Request.Headers.Authorization != $"Bearer {token}")
        {
            Refuse(response, context.Request.Headers.Authorization.Count > 0 ? 403 : 401, "GatedRepo");
            return;
        }
        if (revision != "main" && revision != file.Commit)
        {
            Refuse(response, 404, "RevisionNotFound");
            return;
        }
        if (file.HeadNotAllowed && HttpMethods.IsHead(context.Request.Method))
        {
            response.StatusCode = 405;
            return;
        }
        response.Headers["X-Repo-Commit"] = file.Commit;
        if (file.LinkedEtag is { } etag)
            response.Headers["X-Linked-Etag"] = etag;
        if (file.LinkedSize is { } size)
            response.Headers["X-Linked-Size"] = $"{size}";
        if (file.Direct)
        {
            await ContentServer.SendAsync(context, file);
            return;
        }
        response.StatusCode = 302;
        response.Headers.Location = file.RedirectTo ?? $"{Storage}/{name}/{string.Join('/', path)}?signature=secret";
    }

    private async Task AnswerAtStorageAsync(HttpContext context)
    {
        Record(context, atStorage: true);
        var file = _files[context.Request.Path.Value!.TrimStart('/')];
        if (file.Refusals.TryPeek(out var refusal) && refusal.AtStorage && file.Refusals.TryDequeue(out _))
            context.Response.StatusCode = refusal.Status;
        else
            await ContentServer.SendAsync(context, file);
    }

    private static void Refuse(HttpResponse response, int status, string code)
    {
        response.StatusCode = status;
        response.Headers["X-Error-Code"] = code;
        response.Headers["X-Error-Message"] = "Refused.";
    }
}
