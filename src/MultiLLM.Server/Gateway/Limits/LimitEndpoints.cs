using Microsoft.Extensions.DependencyInjection.Extensions;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Server.Docs;
using MultiLLM.Server.Gateway.Keys.Authentication;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Hosting.Admission;

namespace MultiLLM.Server.Gateway.Limits;

/// <summary>What keys may use and have used, and what waits.</summary>
internal static class LimitEndpoints
{
    public static void AddLimitsApi(this IServiceCollection services)
    {
        services.AddOptions<LimitOptions>();
        services.TryAddSingleton<ILimits, NoLimits>();
        services.AddSingleton<LimitHeaders>();
        services.AddSingleton<LimitsEndpoint>();
        services.AddSingleton<QueueEndpoint>();
    }

    public static void UseLimitHeaders(this WebApplication app)
    {
        var headers = app.Services.GetRequiredService<LimitHeaders>();
        app.Use(next => context => headers.InvokeAsync(context, next));
    }

    public static void MapLimits(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<LimitsEndpoint>();
        var group = app.MapGroup("").WithTags("Keys").WithMetadata(IsPolled.Metadata).Needs(CallerRole.Admin);
        group.MapGet("/limits", limits.OwnAsync).Needs(CallerRole.ReadOnly).Described(new("What may I use, and how much of it is left?")
        {
            Details = "Budgets as all gateways with the same database have used them; rates as this one has.",
            Reply = typeof(LimitReport),
            Errors = [401, 503],
        });
        group.MapGet("/limits/{id}", limits.OfKeyAsync).Described(new("How a key stands with its limits")
        {
            Id = "The key's id, for example key-abcdefgh.",
            Reply = typeof(LimitReport),
            Errors = [401, 403, 404, 503],
        });
        app.MapGet("/system/queue", app.Services.GetRequiredService<QueueEndpoint>().HandleAsync)
            .WithTags("System").WithMetadata(IsPolled.Metadata).Needs(CallerRole.ReadOnly).Described(new("What waits to be let in, and in which order")
            {
                Details = "One's own requests; everybody's for administrators. The header x-multillm-priority (high, normal or low) lowers a request's priority below its "
                    + "key's, and x-multillm-deadline (seconds, or a time such as 2026-01-31T12:00:00Z) refuses it with deadline_exceeded when its answer has not begun by then.",
                Reply = typeof(QueueReport),
                Errors = [401],
            });
    }
}
