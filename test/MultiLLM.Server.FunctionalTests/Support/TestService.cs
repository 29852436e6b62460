using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MultiLLM.Core.Acquisition;
using MultiLLM.Core.Acquisition.Store;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Efficiency;
using MultiLLM.Core.Analytics.Prompts;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Catalog.Fit;
using MultiLLM.Core.Comparisons;
using MultiLLM.Core.Events;
using MultiLLM.Core.Gateway.Keys;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Audit.Holds;
using MultiLLM.Core.Gateway.Audit.Reading;
using MultiLLM.Core.Gateway.Governance.Approvals;
using MultiLLM.Core.Gateway.Governance.Reporting;
using MultiLLM.Core.Health;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Monitoring;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection;
using MultiLLM.Core.Selection.Decisions;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Server.FunctionalTests.Fakes;
using MultiLLM.Server.Monitoring;

namespace MultiLLM.Server.FunctionalTests.Support;

/// <summary>The whole server on a free port, with fakes where the models would be.</summary>
internal sealed class TestService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestService(WebApplication app, FakeParts parts)
    {
        _app = app;
        Parts = parts;
        Url = new Uri(app.Urls.Single());
        // Without the zero a client that has had enough would go on reading for two seconds.
        Http = new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(60) };
    }

    public FakeParts Parts { get; }
    public Uri Url { get; }
    public HttpClient Http { get; }
    public IServiceProvider Services => _app.Services;
    public LogLines Log => Parts.Log;
    public FakeChatClient Chat => Parts.Chat;

    public static Task<TestService> StartAsync(params string[] args)
    {
        var parts = new FakeParts();
        return StartAsync(parts, parts.AddTo, args);
    }

    /// <summary>With limits for those who follow the events.</summary>
    public static Task<TestService> StartAsync(EventStreamLimits limits)
    {
        var parts = new FakeParts { EventLimits = limits };
        return StartAsync(parts, parts.AddTo, []);
    }

    /// <summary>With the product as it is.</summary>
    /// <param name="log">Is told everything that is logged.</param>
    /// <param name="args">Of the command line.</param>
    public static Task<TestService> StartProductAsync(ILoggerProvider? log, params string[] args) => StartAsync(
        builder =>
        {
            builder.Logging.ClearProviders();
            if (log is not null)
                builder.Logging.AddProvider(log);
            builder.Services.AddMultiLLM(builder.Configuration);
        },
        args);

    /// <summary>With something else instead of the fakes.</summary>
    public static Task<TestService> StartAsync(Action<WebApplicationBuilder> addProduct, params string[] args) => StartAsync(new FakeParts(), addProduct, args);

    private static async Task<TestService> StartAsync(FakeParts parts, Action<WebApplicationBuilder> addProduct, string[] args)
    {
        var app = Program.Build(["--port", "0", .. args], addProduct);
        await app.StartAsync();
        return new TestService(app, parts);
    }

    public Task StopAsync() => _app.StopAsync();

    public Task<HttpResponseMessage> PostAsync(string path, string json, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead) =>
        PostAsync(path, Encoding.UTF8.GetBytes(json), completion);

    public async Task<HttpResponseMessage> PostAsync(
        string path, byte[] body, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent(body) };
        return await Http.SendAsync(request, completion, cancellationToken);
    }

    public async Task<(int Status, JsonElement Body)> PostJsonAsync(string path, string json)
    {
        using var response = await PostAsync(path, json);
        return ((int)response.StatusCode, await JsonOf(response));
    }

    public async Task<(int Status, JsonElement Body)> GetJsonAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        return ((int)response.StatusCode, await JsonOf(response));
    }

    /// <param name="key">The caller's secret; null: none.</param>
    /// <param name="method">Of the request.</param>
    /// <param name="path">With its query.</param>
    /// <param name="json">The body; null: none.</param>
    /// <param name="cancellationToken">Breaks the request off.</param>
    /// <param name="headers">More of them.</param>
    public async Task<HttpResponseMessage> SendAsync(
        string? key, HttpMethod method, string path, string? json = null, CancellationToken cancellationToken = default, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        if (json is not null)
            request.Content = JsonContent(Encoding.UTF8.GetBytes(json));
        return await Http.SendAsync(request, cancellationToken);
    }

    /// <summary>The data of every event of a stream.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync(string path, string json)
    {
        using var response = await PostAsync(path, json);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var text = await response.Content.ReadAsStringAsync();
        Assert.EndsWith("\n\n", text);
        var events = text[..^2].Split("\n\n");
        Assert.All(events, e => Assert.StartsWith("data: ", e));
        return [.. events.Select(e => e["data: ".Length..])];
    }

    /// <summary>The data of every event of a stream that must end without the end marker of its HTTP reply.</summary>
    /// <param name="path">Endpoint.</param>
    /// <param name="json">Body.</param>
    /// <param name="onThird">Done after the third event.</param>
    public async Task<IReadOnlyList<string>> BrokenOffEventsAsync(string path, string json, Func<Task>? onThird = null)
    {
        using var response = await PostAsync(path, json, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(200, (int)response.StatusCode);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var events = new List<string>();
        await Assert.ThrowsAsync<HttpIOException>(async () =>
        {
            while (await lines.ReadLineAsync() is { } line)
            {
                if (!line.StartsWith("data: ", StringComparison.Ordinal))
                    continue;
                events.Add(line["data: ".Length..]);
                if (events.Count == 3 && onThird is not null)
                    await onThird();
            }
        });
        return events;
    }

    private static ByteArrayContent JsonContent(byte[] body) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    public static async Task<JsonElement> JsonOf(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}

internal sealed class FakeParts
{
    public FakeChatClient Chat { get; } = new();
    public FakeCatalog Catalog { get; } = new();
    public FakeEmbeddings Embeddings { get; } = new();
    public FakeResidency Residency { get; } = new();
    public FakeFit Fit { get; } = new();
    public FakeMonitor Monitor { get; } = new();
    public FakeAdvisor Advisor { get; } = new();
    public FakeFeedback Feedback { get; } = new();
    public DecisionLog Decisions { get; } = FakeDecisions.Log();
    public FakeAnalytics Analytics { get; } = new();
    public FakeComparisons Comparisons { get; } = new();
    public FakeAudit Audit { get; } = new();
    public FakeHolds Holds { get; } = new();
    public FakeEraser Eraser { get; } = new();
    public FakeHealth Health { get; } = new();
    public EventLog Events { get; } = new(TimeProvider.System);
    public EventStreamLimits EventLimits { get; set; } = new();
    public LogLines Log { get; } = new();

    public void AddTo(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.Services.AddSingleton<IChatClient>(Chat);
        builder.Services.AddSingleton<IModelCatalog>(Catalog);
        builder.Services.AddSingleton<IEmbeddingService>(Embeddings);
        builder.Services.AddSingleton<IResidency>(Residency);
        builder.Services.AddSingleton<IDownloads, FakeDownloads>();
        builder.Services.AddSingleton<IModelStore, FakeStore>();
        builder.Services.AddSingleton<IModelFit>(Fit);
        builder.Services.AddSingleton<ISystemMonitor>(Monitor);
        builder.Services.AddSingleton<IEventLog>(Events);
        builder.Services.AddSingleton<IModelAdvisor>(Advisor);
        builder.Services.AddSingleton<IFeedback>(Feedback);
        builder.Services.AddSingleton<IDecisionLog>(Decisions);
        builder.Services.AddSingleton<IAnalytics>(Analytics);
        builder.Services.AddSingleton<IComparisons>(Comparisons);
        builder.Services.AddSingleton<IEfficiency, FakeEfficiency>();
        builder.Services.AddSingleton<IHealth>(Health);
        builder.Services.AddSingleton<IAuditLog>(Audit);
        builder.Services.AddSingleton<IAuditReader>(Audit);
        builder.Services.AddSingleton<IAuditStanding>(Audit);
        builder.Services.AddSingleton<ILegalHolds>(Holds);
        builder.Services.AddSingleton<IPromptEraser>(Eraser);
        builder.Services.AddSingleton<IApprovals, FakeApprovals>();
        builder.Services.AddSingleton<IGovernanceReports, FakeReports>();
        builder.Services.AddSingleton(EventLimits);
        builder.Services.AddSingleton<IKeys, FakeKeys>();
    }
}
