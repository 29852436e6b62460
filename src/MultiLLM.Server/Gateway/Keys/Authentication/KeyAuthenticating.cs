using Microsoft.Extensions.Options;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Keys.Authentication;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Gateway.Keys.Intake;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Gateway.Keys.Authentication;

/// <summary>Finds out who asks, and lets only those on who may use the endpoint.</summary>
internal sealed class KeyAuthenticating(IKeyAuthentication keys, Refusals refusals, IOptions<GatewayOptions> options)
{
    private const string Scheme = "Bearer realm=\"multillm\"";

    private static readonly Error s_missing = new(
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
            return await keys.AuthenticateAsync(key, from, context.RequestAborted);
        if (!KeyDemand.Of(context, options.Value))
            return new Caller { Name = "local", Role = CallerRole.Admin, Address = from?.ToString() };
        if (access.Least is null)
            return Callers.Nobody(from);
        return presented is { IsOther: true } ? s_foreign : s_missing;
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
