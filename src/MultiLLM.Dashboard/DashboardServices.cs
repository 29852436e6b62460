using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;
using MultiLLM.Client;
using MultiLLM.Dashboard.Analytics.Exporting;
using MultiLLM.Dashboard.Answers;
using MultiLLM.Dashboard.Compare;
using MultiLLM.Dashboard.Display;
using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.Models.Acting;
using MultiLLM.Dashboard.Models.Fetching;
using MultiLLM.Dashboard.Playground.Conversations;
using MultiLLM.Dashboard.RichText;
using MultiLLM.Dashboard.Scripts;
using MultiLLM.Dashboard.Security;

namespace MultiLLM.Dashboard;

/// <summary>The pages under <c>/</c>, <c>/ui</c> and <c>/docs</c>. They know the service only through its HTTP API.</summary>
public static class DashboardServices
{
    /// <param name="services">Of the host.</param>
    /// <param name="serviceAddress">Where the service's API is; asked once, when the first page is opened.</param>
    public static IServiceCollection AddDashboard(this IServiceCollection services, Func<IServiceProvider, Uri> serviceAddress)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            mud.SnackbarConfiguration.MaxDisplayedSnackbars = 3;
        });
        return services
            .AddSingleton(provider => new MultiLLMClient(serviceAddress(provider)))
            .AddSingleton<LiveFeed>()
            .AddSingleton<TrafficFeed>()
            .AddSingleton<Downloads>()
            .AddScoped<ModelActions>()
            .AddScoped<Clock>()
            .AddScoped<BrowserScript>()
            .AddScoped<LongTextScript>()
            .AddScoped<SheetScript>()
            .AddScoped<RequestExport>()
            .AddScoped<CodeScript>()
            .AddScoped<ConversationScript>()
            .AddScoped<IConversationStore, ConversationStore>()
            .AddSingleton<IAnswerSource, ServiceAnswers>()
            .AddSingleton<IBlindComparisons, ServiceComparisons>();
    }

    /// <summary>Maps the pages and what they load.</summary>
    /// <param name="app">The host.</param>
    /// <param name="metadata">What its own parts should know of these endpoints.</param>
    public static void MapDashboard(this WebApplication app, params object[] metadata)
    {
        app.UseAntiforgery();
        app.MapStaticAssets().WithMetadata([DashboardAsset.Metadata, .. metadata]);
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null) // PagePolicy says it, with all else
            .WithMetadata([DashboardAsset.Metadata, .. metadata]);
    }

    /// <summary>Sets what browsers may do with the dashboard's pages; call it where the other headers are set.</summary>
    public static void UseDashboardHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<DashboardAsset>() is not null)
            PagePolicy.Apply(context.Response);
        return next(context);
    });
}
