using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;
using MultiLLM.Client;
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
    /// <param name="serviceKey">The key with which the pages' shared followers ask the API; null: it asks for none.</param>
    public static IServiceCollection AddDashboard(
        this IServiceCollection services, Func<IServiceProvider, Uri> serviceAddress, Func<IServiceProvider, string>? serviceKey = null)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            mud.SnackbarConfiguration.MaxDisplayedSnackbars = 3;
        });
        return services
            .AddSingleton(provider => new MultiLLMClient(serviceAddress(provider), new MultiLLMClientOptions { ApiKey = serviceKey?.Invoke(provider) }))
            .AddSingleton<LiveFeed>()
            .AddSingleton<TrafficFeed>()
            .AddSingleton<Downloads>()
            .AddScoped<ModelActions>()
            .AddScoped<Clock>()
            .AddScoped<BrowserScript>()
            .AddScoped<LongTextScript>()
            .AddScoped<CodeScript>()
            .AddScoped<ConversationScript>()
            .AddScoped<IConversationStore, ConversationStore>()
            .AddSingleton<IAnswerSource, ServiceAnswers>()
            .AddSingleton<IBlindComparisons, ServiceComparisons>();
    }

    /// <summary>Maps the pages and what they load.</summary>
    /// <param name="app">The host.</param>
    /// <param name="files">What the host's parts should know of the styles and scripts, which tell nothing of the service.</param>
    /// <param name="pages">The same of the pages, which can do all that <see cref="AddDashboard"/>'s key may.</param>
    public static void MapDashboard(this WebApplication app, object[] files, object[] pages)
    {
        app.UseAntiforgery();
        app.MapStaticAssets().WithMetadata([DashboardAsset.Metadata, .. files]);
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null) // PagePolicy says it, with all else
            .WithMetadata([DashboardAsset.Metadata, .. pages]);
    }

    /// <summary>Sets what browsers may do with the dashboard's pages; call it where the other headers are set.</summary>
    public static void UseDashboardHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<DashboardAsset>() is not null)
            PagePolicy.Apply(context.Response);
        return next(context);
    });
}
