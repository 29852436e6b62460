using Microsoft.Extensions.Options;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Keys.Authentication;
using MultiLLM.Core.Hosting;
using MultiLLM.Dashboard;
using MultiLLM.Server.Analytics;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Api;
using MultiLLM.Server.Backends;
using MultiLLM.Server.Comparisons;
using MultiLLM.Server.Docs;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Exposure;
using MultiLLM.Server.Gateway.Audit;
using MultiLLM.Server.Gateway.Governance;
using MultiLLM.Server.Gateway.Keys;
using MultiLLM.Server.Gateway.Keys.Api;
using MultiLLM.Server.Gateway.Keys.Authentication;
using MultiLLM.Server.Gateway.Keys.Intake;
using MultiLLM.Server.Gateway.Limits;
using MultiLLM.Server.Gateway.Policy;
using MultiLLM.Server.Gateway.SignIn;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Hosting.Admission;
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
        if (KeysVerb.IsIn(args))
            return Launcher.ExplainedAsync(() => KeysVerb.RunAsync(args, Console.In, Console.Out, Console.Error));
        if (AuditVerifyVerb.IsMeant(args))
            return AuditVerifyVerb.RunAsync(args);
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
        builder.AddKeyIntake();
        builder.Services.AddHosting();
        builder.Services.AddRequestIdsAndLogLevels();
        builder.Services.AddAnswers();
        builder.Services.AddOpenAI();
        builder.Services.AddApi();
        builder.Services.AddSelectionApi();
        builder.Services.AddAnalyticsApi();
        builder.Services.AddComparisonsApi();
        builder.Services.AddAuditApi();
        builder.Services.AddGovernanceApi();
        builder.Services.AddMonitoring();
        builder.Services.AddBackendsApi();
        builder.Services.AddSettingsApi();
        builder.Services.AddKeysApi();
        builder.Services.AddLimitsApi();
        builder.Services.AddDocs();
        builder.Services.AddSignIn();
        builder.Services.AddDashboard(OwnConnection.Of);
        builder.AddTelemetry();

        var app = builder.Build();
        app.Services.GetService<IStartupValidator>()?.Validate();
        ServerConfiguration.ListenAsConfigured(app);

        app.UseTrustedProxies();
        app.UseRequestIds();
        app.UseRequestLog();
        app.UseErrors();
        app.UseSecurityHeaders();
        app.UseDashboardHeaders();
        app.UseCrossOrigin();
        app.UseRequestGuard();
        app.UseKeys();
        app.UsePageSessions();
        app.UseAuditTrail();
        app.UseLimitHeaders();
        app.UseAdmission();

        app.MapOpenAI();
        app.MapApi();
        app.MapSelection();
        app.MapAcquisition();
        app.MapAnalytics();
        app.MapComparisons();
        app.MapAudit();
        app.MapGovernance();
        app.MapMonitoring();
        app.MapLogLevels();
        app.MapTelemetry();
        app.MapBackends();
        app.MapSettings();
        app.MapKeys();
        app.MapLimits();
        app.MapPolicy();
        app.MapHealth();
        app.MapDocs();
        app.MapDashboard(files: [IsPolled.Metadata, EndpointAccess.Anybody], pages: [IsPolled.Metadata, EndpointAccess.Anybody]);
        app.MapSignOut();
        return app;
    }
}
