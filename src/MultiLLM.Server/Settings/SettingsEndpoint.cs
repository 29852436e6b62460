using MultiLLM.Contracts.Api;
using MultiLLM.Core.Gateway;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Docs;
using MultiLLM.Server.Gateway.Keys.Authentication;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Settings;

/// <summary><c>GET /system/settings</c></summary>
internal sealed class SettingsEndpoint(SettingsReader settings)
{
    public Task HandleAsync(HttpContext context) => JsonReply.WriteAsync(context, StatusCodes.Status200OK, settings.Read(), JsonReply.Api.SettingsReport);
}

internal static class SettingsApi
{
    public static void AddSettingsApi(this IServiceCollection services)
    {
        services.AddSingleton<SettingSources>();
        services.AddSingleton<SettingsReader>();
        services.AddSingleton<SettingsEndpoint>();
    }

    public static void MapSettings(this WebApplication app) =>
        app.MapGet("/system/settings", app.Services.GetRequiredService<SettingsEndpoint>().HandleAsync).WithTags("System").WithMetadata(IsPolled.Metadata).Needs(CallerRole.Admin)
            .Described(new("What is configured, and where that was said") { Reply = typeof(SettingsReport) });
}
