using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Telemetry;
using MultiLLM.Core.Telemetry.Metrics;
using MultiLLM.Server.Gateway.Keys.Authentication;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Hosting.Admission;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MultiLLM.Server.Telemetry;

/// <summary>Collects metrics for <c>/metrics</c>, and sends traces, metrics and logs to a collector where one is configured.</summary>
internal static class TelemetryHosting
{
    private const string HttpMeter = "Microsoft.AspNetCore.Hosting";
    private const string RuntimeMeter = "System.Runtime";

    /// <summary>Of other meters, what says something about the service.</summary>
    private static readonly HashSet<string> s_fromOthers =
        ["http.server.request.duration", "http.server.active_requests", "dotnet.process.memory.working_set", "dotnet.process.cpu.time"];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton<TelemetryMeter>();
        services.AddSingleton<IValidateOptions<TelemetryOptions>, ValidateExport>();
        services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section).ValidateOnStart();
        var export = ExportSettings.Read(builder.Configuration);
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => Describe(resource, builder.Configuration));
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(TelemetryNames.Source, HttpMeter, RuntimeMeter).AddPrometheusExporter();
            if (export.Metrics)
                metrics.AddOtlpExporter();
        });
        services.ConfigureOpenTelemetryMeterProvider((provider, metrics) => metrics.AddView(Choose(provider)));
        services.Configure<PrometheusAspNetCoreOptions>(prometheus => prometheus.ScopeInfoEnabled = false);
        if (export.Traces)
            telemetry.WithTracing(traces => traces
                .AddSource(TelemetryNames.Source)
                .AddAspNetCoreInstrumentation(http => http.Filter = context => !IsWatching(context.Request.Path))
                .AddOtlpExporter());
        if (export.Logs)
            builder.Logging.AddOpenTelemetry(logs =>
            {
                (logs.IncludeScopes, logs.IncludeFormattedMessage) = (true, true);
                logs.AddOtlpExporter();
            });
        if (export.Any)
            services.AddHostedService<ExportWatch>();
    }

    public static void MapTelemetry(this WebApplication app)
    {
        if (app.Services.GetService<AdmissionGate>() is { } admission)
            AdmissionGauges.Add(app.Services.GetRequiredService<TelemetryMeter>(), admission);
        if (app.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value.Metrics)
            app.MapPrometheusScrapingEndpoint().WithMetadata(IsPolled.Metadata, new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head])).Needs(CallerRole.ReadOnly);
    }

    private static void Describe(ResourceBuilder resource, IConfiguration all) => resource
        .AddService(all["OTEL_SERVICE_NAME"] is { Length: > 0 } name ? name : "multillm", serviceVersion: typeof(TelemetryHosting).Assembly.GetName().Version?.ToString(3))
        .AddEnvironmentVariableDetector();

    /// <summary>
    /// Meters are listened to by name in the whole process; what is another service's in the same process is none of ours.
    /// </summary>
    private static Func<Instrument, MetricStreamConfiguration?> Choose(IServiceProvider provider)
    {
        var (own, http) = (provider.GetRequiredService<TelemetryMeter>(), provider.GetRequiredService<IMeterFactory>());
        return instrument => instrument.Meter.Name switch
        {
            TelemetryNames.Source => own.Owns(instrument),
            HttpMeter => ReferenceEquals(instrument.Meter.Scope, http) && s_fromOthers.Contains(instrument.Name),
            _ => s_fromOthers.Contains(instrument.Name),
        } ? null : MetricStreamConfiguration.Drop;
    }

    /// <summary>Asked again and again by programs that watch the service; their traces would drown the others.</summary>
    private static bool IsWatching(PathString path) => path.StartsWithSegments("/metrics") || path.StartsWithSegments("/health");
}
