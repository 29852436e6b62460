using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Keys.Authentication;
using MultiLLM.Core.Gateway.Sessions;
using MultiLLM.Dashboard.SignIn;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Gateway.Keys.Authentication;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Gateway.SignIn;

/// <summary>
/// Says who looks at a page: whoever signed in with a key, as long as that counts, else whoever needs none. A session opens pages and never the API, which
/// no cookie does.
/// </summary>
internal sealed partial class PageSessions(
    IKeyAuthentication keys, IEndedSessions ended, IOptions<GatewayOptions> options, TimeProvider time, ILogger<PageSessions> log) : ISignIn
{
    public const string Scheme = "multillm-session";

    private const int IdCharacters = 32;

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
        var person = new PersonIdentity(id, found.Value.Name, Roles.Of(found.Value.Role))
        {
            Session = RandomNumberGenerator.GetHexString(IdCharacters, lowercase: true),
            Since = time.GetUtcNow(),
        };
        await context.SignInAsync(Scheme, person.ToPrincipal(Scheme));
        return null;
    }

    /// <summary>The browser forgets its cookie, and a copy of it opens nothing any more, nor do pages that are open with it go on.</summary>
    public async Task SignOutAsync(HttpContext context)
    {
        if (await TicketOfAsync(context) is { Session: { } id, Until: { } until } && !await ended.EndAsync(id, until, context.RequestAborted))
            LogForgotten();
        await context.SignOutAsync(Scheme);
    }

    public bool Counts(PersonIdentity person) =>
        !person.HasKey
        || (keys.Counts(person.Id, person.Since)
            && !(person.Until <= time.GetUtcNow())
            && !(person is { Session: { } id, Until: { } until } && ended.IsEnded(id, until)));

    private async Task<PersonIdentity?> IdentityOfAsync(HttpContext context)
    {
        // What the session says of name and role may have changed since; the key's own word counts.
        if (await TicketOfAsync(context) is { Session: { } id, Since: { } since, Until: { } until } ticket
            && !await ended.IsEndedAsync(id, until, context.RequestAborted)
            && keys.CallerOf(ticket.Id, context.Connection.RemoteIpAddress, since) is { IsSuccess: true, Value: var caller })
            return ticket with { Name = caller.Name, Role = Roles.Of(caller.Role) };
        return KeyDemand.Of(context, options.Value) ? null : new PersonIdentity(PersonIdentity.Local, "local", Roles.Of(CallerRole.Admin));
    }

    /// <summary>What the cookie says, which nobody but this service can have written.</summary>
    private static async Task<PersonIdentity?> TicketOfAsync(HttpContext context) =>
        await context.AuthenticateAsync(Scheme) is { Succeeded: true, Principal: { } principal, Properties: { } session }
            ? PersonIdentity.Of(principal) with { Until = session.ExpiresUtc }
            : null;

    private static Task SendAwayAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || context.Request.Path.StartsWithSegments("/_blazor"))
            return ErrorReplies.WriteAsync(context, KeyAuthenticating.Missing);
        context.Response.Redirect($"{PageGate.SignInPath}?to={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Warning, "Somebody signed out while the gateway's database does not answer: a copy of that session's cookie would count again if the service started anew")]
    private partial void LogForgotten();
}
