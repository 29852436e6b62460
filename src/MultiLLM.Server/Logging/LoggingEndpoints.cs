using MultiLLM.Contracts.Api;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Server.Docs;
using MultiLLM.Server.Gateway.Audit;
using MultiLLM.Server.Gateway.Keys.Authentication;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Logging;

internal static class LoggingEndpoints
{
    public static void AddRequestIdsAndLogLevels(this IServiceCollection services)
    {
        services.AddSingleton<RequestIds>();
        services.AddSingleton<LogLevels>();
        services.AddSingleton<LogLevelEndpoint>();
    }

    public static void UseRequestIds(this WebApplication app)
    {
        var ids = app.Services.GetRequiredService<RequestIds>();
        app.Use(next => context => ids.InvokeAsync(context, next));
    }

    public static void MapLogLevels(this WebApplication app)
    {
        var endpoint = app.Services.GetRequiredService<LogLevelEndpoint>();
        var group = app.MapGroup("/system").WithTags("System").Needs(CallerRole.Admin);
        group.MapGet("/log-level", endpoint.ReadAsync).WithMetadata(IsPolled.Metadata).Described(new("What is logged")
        {
            Reply = typeof(LogLevelReport),
        });
        group.MapPut("/log-level", endpoint.ChangeAsync).WithMetadata(new Audited(AuditActions.SettingChanged)).Described(new("Change what is logged, until the service restarts")
        {
            Details = "category is Default or the beginning of loggers' names, for example MultiLLM. level is trace, debug, information, warning, "
                + "error, critical, none, or configured for what the configuration says. seconds: so long only. At trace the log holds what people wrote.",
            Request = typeof(LogLevelRequest),
            Example = """{"category":"MultiLLM","level":"debug","seconds":600}""",
            Reply = typeof(LogLevelReport),
            Errors = [400, 413, 415],
        });
    }
}
