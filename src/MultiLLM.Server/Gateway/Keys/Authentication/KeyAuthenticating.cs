using Microsoft.Extensions.Options;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Keys.Authentication;
using MultiLLM.Dashboard.SignIn;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Gateway.Keys.Intake;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Gateway.Keys.Authentication;

/// <summary>Finds out who asks, and lets only those on who may use the endpoint.</summary>
internal sealed class KeyAuthenticating(IKeyAuthentication keys, OwnKey own, Refusals refusals, IOptions<GatewayOptions> options)
{
    private const string Scheme = "Bearer realm=\"multillm\"";

    public static Error Missing { get; } = new(
        ErrorCode.KeyMissing, "This service asks for a key: send it in the header Authorization: Bearer mllm_… or x-api-key. An administrator makes one: multillm keys create.");

    private static readonly Error s_foreign = new(ErrorCode.KeyInvalid, "What was sent as a key is none of this service's; those begin with mllm_.");

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var access = EndpointAccess.Of(context.GetEndpoint());
        var found = await CallerOfAsync(context, access);
        if (!found.IsSuccess)
            await RefuseAsync(context, found.Error, null);
        else if (!access.Admits(found.Value))
            await RefuseAsync(context, NotPermitted(access, found.Value), found.Value);
        else
        {
            context.SetCaller(found.Value);
            await next(context);
        }
    }

    private async ValueTask<Result<Caller>> CallerOfAsync(HttpContext context, EndpointAccess access)
    {
        var from = context.Connection.RemoteIpAddress;
        var presented = context.Features.Get<PresentedKey>();
        if (presented?.Misuse is { } misuse)
            return new Error(ErrorCode.KeyInvalid, misuse);
        if (presented?.Key is { } key)
        {
            var found = await keys.AuthenticateAsync(key, from, context.RequestAborted);
            return found.Value is { } caller && own.IsOf(caller) ? ActingFor(context, found) : found;
        }
        if (!KeyDemand.Of(context, options.Value))
            return Callers.Local(from);
        if (access.Least is null)
            return Callers.Nobody(from);
        return presented is { IsOther: true } ? s_foreign : Missing;
    }

    /// <summary>The pages ask with the process's own key, and say in whose name.</summary>
    private Result<Caller> ActingFor(HttpContext context, Result<Caller> self)
    {
        var from = context.Connection.RemoteIpAddress;
        return context.Request.Headers[ServiceConnection.ActsFor].ToString() switch
        {
            "" => self,
            PersonIdentity.Local => Callers.Local(from),
            var id => keys.CallerOf(id, from),
        };
    }

    private Task RefuseAsync(HttpContext context, Error error, Caller? caller)
    {
        refusals.Note(context, error, caller);
        context.Response.Headers.WWWAuthenticate = error.Code switch
        {
            ErrorCode.KeyMissing => Scheme,
            ErrorCode.KeyInvalid => $"{Scheme}, error=\"invalid_token\"",
            ErrorCode.NotPermitted => $"{Scheme}, error=\"insufficient_scope\"",
            _ => default,
        };
        return ErrorReplies.WriteAsync(context, error);
    }

    private static Error NotPermitted(EndpointAccess access, Caller caller) => new(
        ErrorCode.NotPermitted, $"{caller.KeyId ?? caller.Name} has the role {Roles.Of(caller.Role)}, and this takes {Roles.Of(access.Least!.Value)}.");
}

internal static class KeyAuthenticatingPipeline
{
    public static void UseKeys(this WebApplication app)
    {
        var keys = app.Services.GetRequiredService<KeyAuthenticating>();
        app.Use(next => context => keys.InvokeAsync(context, next));
    }
}
