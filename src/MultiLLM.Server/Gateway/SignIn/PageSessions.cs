using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Keys.Authentication;
using MultiLLM.Dashboard.SignIn;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Gateway.Keys.Authentication;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Gateway.SignIn;

/// <summary>
/// Says who looks at a page: whoever signed in with a key, as long as that counts, else whoever needs none. A session opens pages and never the API, which
/// no cookie does.
/// </summary>
internal sealed class PageSessions(IKeyAuthentication keys, IOptions<GatewayOptions> options, TimeProvider time) : ISignIn
{
    public const string Scheme = "multillm-session";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (PageGate.NeedsPerson(context.GetEndpoint()))
        {
            if (await IdentityOfAsync(context) is not { } person)
            {
                await SendAwayAsync(context);
                return;
            }
            context.User = person.ToPrincipal(Scheme);
        }
        await next(context);
    }

    public async Task<string?> SignInAsync(HttpContext context, string key)
    {
        var found = await keys.AuthenticateAsync(key, context.Connection.RemoteIpAddress, context.RequestAborted);
        if (!found.IsSuccess)
            return found.Error.Message;
        if (found.Value.KeyId is not { } id)
            return "This key opens no page.";
        await context.SignInAsync(Scheme, new PersonIdentity(id, found.Value.Name, Roles.Of(found.Value.Role)).ToPrincipal(Scheme));
        return null;
    }

    public Task SignOutAsync(HttpContext context) => context.SignOutAsync(Scheme);

    public bool Counts(PersonIdentity person) => !person.HasKey || (keys.Counts(person.Id) && !(person.Until <= time.GetUtcNow()));

    private async Task<PersonIdentity?> IdentityOfAsync(HttpContext context)
    {
        // What the session says of name and role may have changed since; the key's own word counts.
        if (await context.AuthenticateAsync(Scheme) is { Succeeded: true, Principal: { } principal, Properties: { } session }
            && keys.CallerOf(PersonIdentity.Of(principal).Id, context.Connection.RemoteIpAddress) is { IsSuccess: true, Value: var caller })
            return new PersonIdentity(caller.KeyId!, caller.Name, Roles.Of(caller.Role)) { Until = session.ExpiresUtc };
        return KeyDemand.Of(context, options.Value) ? null : new PersonIdentity(PersonIdentity.Local, "local", Roles.Of(CallerRole.Admin));
    }

    private static Task SendAwayAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || context.Request.Path.StartsWithSegments("/_blazor"))
            return ErrorReplies.WriteAsync(context, KeyAuthenticating.Missing);
        context.Response.Redirect($"{PageGate.SignInPath}?to={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
        return Task.CompletedTask;
    }
}
