using Microsoft.Extensions.DependencyInjection.Extensions;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Backends;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Gateway;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Docs;
using MultiLLM.Server.Gateway.Keys.Authentication;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Backends;

/// <summary><c>GET /backends</c></summary>
internal sealed class BackendsEndpoint(IRemoteModels remotes)
{
    public Task HandleAsync(HttpContext context) =>
        JsonReply.WriteAsync(context, StatusCodes.Status200OK, new BackendList([.. remotes.States.Select(Of)]), JsonReply.Api.BackendList);

    private static BackendInfo Of(RemoteModelState model) => new(model.ModelId, model.Waiting, [.. model.Servers.Select(Of)]);

    private static BackendServerInfo Of(RemoteServerState state)
    {
        var server = state.Server;
        return new BackendServerInfo
        {
            Name = server.Name,
            Address = server.Address,
            Model = server.Model,
            State = EnumWords<RemoteHealth>.Of(state.Health),
            Reason = state.Reason,
            RetryAt = state.RetryAt,
            InFlight = state.InFlight,
            MaxConcurrent = server.MaxConcurrent,
            RequestsPerMinute = server.RequestsPerMinute,
            Weight = server.Weight,
            Requests = state.Requests,
            Failures = state.Failures,
            LastFailure = state.LastFailure,
            FirstOutputSeconds = state.FirstOutputSeconds,
            HeardAt = state.HeardAt,
            KeyFrom = server.KeyFrom,
            Price = server.Price is { } price ? new BackendPrice(price.InputPerMillion, price.OutputPerMillion, price.Currency) : null,
        };
    }
}

internal static class BackendsApi
{
    public static void AddBackendsApi(this IServiceCollection services)
    {
        services.TryAddSingleton<IRemoteModels, NoRemoteModels>();
        services.AddSingleton<BackendsEndpoint>();
    }

    public static void MapBackends(this WebApplication app) =>
        app.MapGet("/backends", app.Services.GetRequiredService<BackendsEndpoint>().HandleAsync).WithTags("System").Needs(CallerRole.Admin).WithMetadata(IsPolled.Metadata)
            .Described(new("The servers of remote models: whether they work, and what they do") { Reply = typeof(BackendList) });
}
