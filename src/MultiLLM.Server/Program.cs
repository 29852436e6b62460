using Microsoft.Extensions.Options;
using MultiLLM.Core.Hosting;
using MultiLLM.Dashboard;
using MultiLLM.Server.Analytics;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Api;
using MultiLLM.Server.Comparisons;
using MultiLLM.Server.Docs;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Gateway.Policy;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Logging;
using MultiLLM.Server.Monitoring;
using MultiLLM.Server.OpenAI;
using MultiLLM.Server.Selection;
using MultiLLM.Server.Settings;
using MultiLLM.Server.Telemetry;

namespace MultiLLM.Server;

internal static class Program
{
    public static Task<int> Main(string[] args)
    {
        var watchesParent = ParentWatch.TakeFlag(ref args);
        return Launcher.RunAsync(() => Build(args, builder =>
        {
            builder.Services.AddMultiLLM(builder.Configuration);
            if (watchesParent)
                builder.Services.AddSingleton<IHostLifetime, ParentWatch>();
        }));
    }

    /// <param name="args">Command line.</param>
    /// <param name="addProduct">Adds catalog, selection, residency and runners.</param>
    internal static WebApplication Build(string[] args, Action<WebApplicationBuilder> addProduct)
    {
        var builder = ServerConfiguration.CreateBuilder(args);
        addProduct(builder);
        builder.Services.AddHosting();
        builder.Services.AddRequestIdsAndLogLevels();
        builder.Services.AddAnswers();
        builder.Services.AddOpenAI();
        builder.Services.AddApi();
        builder.Services.AddSelectionApi();
        builder.Services.AddAnalyticsApi();
        builder.Services.AddComparisonsApi();
        builder.Services.AddMonitoring();
        builder.Services.AddSettingsApi();
        builder.Services.AddDocs();
        builder.Services.AddDashboard(OwnAddress.Of);
        builder.AddTelemetry();

        var app = builder.Build();
        app.Services.GetService<IStartupValidator>()?.Validate();
        ServerConfiguration.ListenAsConfigured(app);

        app.UseRequestIds();
        app.UseRequestLog();
        app.UseErrors();
        app.UseSecurityHeaders();
        app.UseDashboardHeaders();
        app.UseRequestGuard();
        app.UseAdmission();

        app.MapOpenAI();
        app.MapApi();
        app.MapSelection();
        app.MapAcquisition();
        app.MapAnalytics();
        app.MapComparisons();
        app.MapMonitoring();
        app.MapLogLevels();
        app.MapTelemetry();
        app.MapSettings();
        app.MapPolicy();
        app.MapHealth();
        app.MapDocs();
        app.MapDashboard(IsPolled.Metadata);
        return app;
    }
}
