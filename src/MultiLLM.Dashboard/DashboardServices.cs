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
using MultiLLM.Dashboard.SignIn;

namespace MultiLLM.Dashboard;

/// <summary>The pages under <c>/</c>, <c>/ui</c> and <c>/docs</c>. They know the service only through its HTTP API.</summary>
public static class DashboardServices
{
    /// <summary>The host offers <see cref="ISignIn"/>.</summary>
    /// <param name="services">Of the host.</param>
    /// <param name="connection">To the service's API; asked once, when the first page is opened.</param>
    public static IServiceCollection AddDashboard(this IServiceCollection services, Func<IServiceProvider, ServiceConnection> connection)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            mud.SnackbarConfiguration.MaxDisplayedSnackbars = 3;
        });
        return services
            .AddSingleton(connection)
            .AddSingleton(provider => Shared<LiveFeed>(provider))
            .AddSingleton(provider => Shared<TrafficFeed>(provider))
            .AddSingleton(provider => Shared<SharedDownloads>(provider))
            .AddSingleton<SessionWatch>()
            .AddScoped<Person>()
            .AddScoped(provider => provider.GetRequiredService<ServiceConnection>().Of(provider.GetRequiredService<Person>()))
            .AddScoped<PersonTraffic>()
            .AddScoped<PersonLive>()
            .AddScoped<Downloads>()
            .AddScoped<ModelActions>()
            .AddScoped<Clock>()
            .AddScoped<BrowserScript>()
            .AddScoped<LongTextScript>()
            .AddScoped<TopScript>()
            .AddScoped<SheetScript>()
            .AddScoped<RequestExport>()
            .AddScoped<CodeScript>()
            .AddScoped<ConversationScript>()
            .AddScoped<IConversationStore, ConversationStore>()
            .AddScoped<IAnswerSource, ServiceAnswers>()
            .AddScoped<IBlindComparisons, ServiceComparisons>();
    }

    /// <summary>Follows the service for all pages, whoever looks at them.</summary>
    private static T Shared<T>(IServiceProvider provider) where T : class =>
        ActivatorUtilities.CreateInstance<T>(provider, provider.GetRequiredService<ServiceConnection>().Own());

    /// <summary>Maps the pages and what they load.</summary>
    /// <param name="app">The host.</param>
    /// <param name="files">What the host's parts should know of the styles and scripts, which tell nothing of the service.</param>
    /// <param name="pages">The same of the pages.</param>
    public static void MapDashboard(this WebApplication app, object[] files, object[] pages)
    {
        app.UseAntiforgery();
        app.MapStaticAssets().WithMetadata([DashboardAsset.Metadata, .. files]);
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null) // PagePolicy says it, with all else
            .WithMetadata([DashboardAsset.Metadata, DashboardPage.Metadata, .. pages]);
    }

    /// <summary>Sets what browsers may do with the dashboard's pages; call it where the other headers are set.</summary>
    public static void UseDashboardHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<DashboardAsset>() is not null)
            PagePolicy.Apply(context.Response);
        return next(context);
    });
}
