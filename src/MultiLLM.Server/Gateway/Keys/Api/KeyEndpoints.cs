using Microsoft.Extensions.DependencyInjection.Extensions;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Access;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Keys;
using MultiLLM.Core.Gateway.Keys.Authentication;
using MultiLLM.Server.Docs;
using MultiLLM.Server.Gateway.Keys.Authentication;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Gateway.Keys.Api;

/// <summary>Who may use the service.</summary>
internal static class KeyEndpoints
{
    private const string WhichOne = "The key's id, for example key-abcdefgh.";
    private static readonly int[] s_bodyErrors = [400, 401, 403, 404, 413, 415, 503];

    public static void AddKeysApi(this IServiceCollection services)
    {
        services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.Section);
        services.TryAddSingleton<ModelAccess>();
        services.TryAddSingleton<OwnKey>();
        services.TryAddSingleton<IKeys, NoKeys>();
        services.TryAddSingleton<IKeyAuthentication, NoKeys>();
        services.TryAddSingleton<RepeatedActs>();
        services.AddSingleton<Refusals>();
        services.AddSingleton<KeyAuthenticating>();
        services.AddSingleton<KeysEndpoint>();
    }

    public static void MapKeys(this WebApplication app)
    {
        var keys = app.Services.GetRequiredService<KeysEndpoint>();
        var group = app.MapGroup("").WithTags("Keys").Needs(CallerRole.Admin);
        group.MapPost("/keys", keys.CreateAsync).Described(new("Make a key")
        {
            Details = "Its secret is in the answer and can never be looked up again.",
            Request = typeof(KeyRequest),
            Example = """{"name":"reports","role":"user","models":["starter-chat"],"expires_at":"2027-01-31T12:00:00Z"}""",
            Reply = typeof(IssuedKeyInfo),
            Errors = [400, 401, 403, 413, 415, 503],
            Error = typeof(ErrorReply),
        });
        group.MapGet("/keys", keys.ListAsync).WithMetadata(IsPolled.Metadata).Described(new("List the keys")
        {
            Details = "The newest first, revoked and expired ones included, without their secrets.",
            Reply = typeof(KeyList),
            Errors = [401, 403, 503],
            Error = typeof(ErrorReply),
        });
        group.MapGet("/keys/self", KeysEndpoint.SelfAsync).Needs(CallerRole.ReadOnly).WithMetadata(IsPolled.Metadata).Described(new("As whom does the service take me?")
        {
            Reply = typeof(CallerInfo),
            Errors = [401],
            Error = typeof(ErrorReply),
        });
        group.MapGet("/keys/{id}", keys.GetAsync).WithMetadata(IsPolled.Metadata).Described(new("Look up a key")
        {
            Id = WhichOne,
            Reply = typeof(KeyInfo),
            Errors = [401, 403, 404, 503],
            Error = typeof(ErrorReply),
        });
        group.MapPatch("/keys/{id}", keys.ChangeAsync).Described(new("Change what a key may do")
        {
            Details = "What is left out stays as it is; null takes an end, a list of models, a preference or limits away.",
            Id = WhichOne,
            Request = typeof(KeyChangeRequest),
            Example = """{"role":"read_only","expires_at":null}""",
            Reply = typeof(KeyInfo),
            Errors = s_bodyErrors,
            Error = typeof(ErrorReply),
        });
        group.MapDelete("/keys/{id}", keys.RevokeAsync).Described(new("Revoke a key")
        {
            Details = "For good, here at once, and on gateways with the same database within seconds. It stays in the list, for its records name it.",
            Id = WhichOne,
            Reply = typeof(KeyInfo),
            Errors = [401, 403, 404, 503],
            Error = typeof(ErrorReply),
        });
        group.MapPost("/keys/{id}/rotate", keys.RotateAsync).Described(new("Give a key a new secret")
        {
            Details = "The key stays the same, with its records and limits. The old secret counts no more, or for as long as grace_seconds says.",
            Id = WhichOne,
            Request = typeof(KeyRotation),
            Example = """{"grace_seconds":3600}""",
            Reply = typeof(IssuedKeyInfo),
            Errors = s_bodyErrors,
            Error = typeof(ErrorReply),
        });
    }
}
