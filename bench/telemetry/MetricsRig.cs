using MultiLLM.Core.Analytics;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Telemetry.Metrics;
using MultiLLM.Server.Telemetry;

namespace MultiLLM.TelemetryBench;

/// <summary>The service's metrics page on loopback, fed with made-up requests for a number of models.</summary>
internal sealed class MetricsRig : IAsyncDisposable
{
    private static readonly string[] s_errors = ["runner_crashed", "model_load_failed", "context_length_exceeded", "insufficient_memory", "timeout"];

    private readonly WebApplication _app;
    private readonly RequestRecord[] _records;
    private int _next;

    private MetricsRig(WebApplication app, int models)
    {
        _app = app;
        var meter = app.Services.GetRequiredService<TelemetryMeter>();
        var labels = new ModelLabels(new FakeCatalog(models));
        Requests = new RequestMetrics(meter, labels);
        Residency = new ResidencyMetrics(meter, labels);
        _records = [.. Enumerable.Range(0, 1024).Select(i => Record(i, models))];
    }

    public RequestMetrics Requests { get; }
    public ResidencyMetrics Residency { get; }
    public Uri Page => new(new Uri(_app.Urls.Single()), "metrics");

    public static async Task<MetricsRig> StartAsync(int models)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.AddTelemetry();
        builder.Services.Configure<OpenTelemetry.Exporter.PrometheusAspNetCoreOptions>(page => page.ScrapeResponseCacheDurationMilliseconds = 0);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapTelemetry();
        await app.StartAsync();
        return new MetricsRig(app, models);
    }

    public RequestRecord Next() => _records[_next++ & 1023];

    /// <summary>Every series that so many models can have in ordinary use.</summary>
    public void FillUp(int models)
    {
        for (var i = 0; i < 20_000; i++)
            Requests.Observe(Next());
        for (var model = 0; model < models; model++)
        {
            Residency.Publish(new ResidencyEvent(default, ResidencyEventKind.Loaded, FakeCatalog.IdOf(model), "", 1, 2));
            foreach (var cause in Enum.GetValues<UnloadCause>())
                Residency.Publish(new ResidencyEvent(default, ResidencyEventKind.Unloading, FakeCatalog.IdOf(model), "") { Cause = cause, AgeSeconds = 60 });
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static RequestRecord Record(int i, int models)
    {
        var answered = new RequestRecord
        {
            Time = default, RequestId = "req", Endpoint = "/v1/chat/completions", Dialect = i % 3 == 0 ? "own" : "openai",
            ModelAsked = i % 2 == 0 ? "auto" : FakeCatalog.IdOf(i % models), ModelUsed = FakeCatalog.IdOf(i % models), PromptTokens = 12 + (i % 700), CachedTokens = i % 12,
            CompletionTokens = 20 + (i % 300), QueueSeconds = 0.001 * (i % 10), LoadSeconds = i % 50 == 0 ? 1.5 : 0, TimeToFirstTokenSeconds = 0.01 * (i % 30),
            PromptSeconds = 0.05, DecodeSeconds = 1, TokensPerSecond = 20 + (i % 300), TotalSeconds = 0.02 * (i % 200), Outcome = RequestOutcome.Ok,
        };
        return i % 40 == 0 ? answered with { Outcome = RequestOutcome.Failed, ErrorCode = s_errors[i / 40 % s_errors.Length] } : answered;
    }

    private sealed class FakeCatalog(int models) : IModelCatalog
    {
        public CatalogSnapshot Current { get; } = new(
            [.. Enumerable.Range(0, models).Select(i => new ModelDefinition { Id = IdOf(i), Name = IdOf(i), Kind = ModelKind.Chat, Path = "/" })], []);

        public static string IdOf(int model) => $"model-{model}-instruct";

        public ValueTask<CatalogSnapshot> RefreshAsync(CancellationToken cancellationToken) => new(Current);

        public ValueTask<Result<ModelDefinition>> FindAsync(string idOrAlias, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
