using Microsoft.Extensions.DependencyInjection.Extensions;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Gateway;
using MultiLLM.Server.Docs;
using MultiLLM.Server.Gateway.Keys.Authentication;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Monitoring;

/// <summary>What one sees of the service from outside. Nothing here makes a model work, or counts as use of one.</summary>
internal static class MonitoringEndpoints
{
    public static void AddMonitoring(this IServiceCollection services)
    {
        services.TryAddSingleton(new EventStreamLimits());
        services.AddSingleton<ResourcesEndpoint>();
        services.AddSingleton<ResidencyEndpoint>();
        services.AddSingleton<HealthEndpoint>();
        services.AddSingleton<EventStream>();
        services.AddSingleton<EventsEndpoint>();
    }

    public static void MapMonitoring(this WebApplication app)
    {
        var system = app.MapGroup("/system").WithTags("System").WithMetadata(IsPolled.Metadata).Needs(CallerRole.Admin);
        system.MapGet("/resources", app.Services.GetRequiredService<ResourcesEndpoint>().HandleAsync).Described(new("Memory, processor, GPUs, disk, and what models may hold")
        {
            Reply = typeof(ResourcesReport),
        });
        system.MapGet("/residency", app.Services.GetRequiredService<ResidencyEndpoint>().HandleAsync).Described(new("How each model stands in memory, and why")
        {
            Reply = typeof(ResidencyReport),
        });
        system.MapGet("/events", app.Services.GetRequiredService<EventsEndpoint>().HandleAsync).Described(new("What happens, as it happens")
        {
            Details = "Server-sent events with ids. The header Last-Event-ID, or after=ID, goes on behind that event; without either the stream "
                + "begins with what happens next. follow=false answers at once with what is kept, as JSON. kind (several, or beginnings such as model), model and "
                + "since (90m, 24h, or a time) let only some through.",
            Reply = typeof(EventList),
            Event = typeof(EventInfo),
            Errors = [400, 429],
        });
    }
}
