using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using MultiLLM.Core.Errors;
using MultiLLM.Dashboard.SignIn;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Exposure;

namespace MultiLLM.Server.Hosting;

/// <summary>
/// Keeps web pages of strangers away from a service that trusts whoever can reach it: a name that was made to point here shows in Host,
/// a request sent by another site's page shows in Origin, and a body a page may send without asking first is not JSON.
/// </summary>
internal sealed class RequestGuard(IServer server, ServerOptions options)
{
    public const string WantsJson = "Send the body as JSON, with the header Content-Type: application/json and no Content-Encoding.";

    private HostNames? _names;

    // The addresses are known once the server listens, which it does before the first request.
    private HostNames Names => _names ??= new HostNames(IsLoopbackOnly(), Dns.GetHostName(), [.. options.AllowedHosts]);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!Names.IsAllowed(request.Host.Host))
            return Refuse(context, ErrorTable.HostNotAllowed, $"The service does not answer as \"{request.Host.Host}\"; {ServerOptions.Section}:AllowedHosts names what it may be called.");
        if (!IsReading(request) && StrangeOrigin(request) is { } stranger)
            return Refuse(context, ErrorTable.OriginNotAllowed, $"Web pages of {stranger} may not use this service.");
        if (!IsReading(request) && HasBody(context) && !IsJson(request) && !IsFarewell(request) && !IsOwnForm(request))
            return Refuse(context, ErrorTable.UnsupportedMediaType, WantsJson);
        return next(context);
    }

    private static Task Refuse(HttpContext context, ErrorRow row, string message) =>
        ErrorReplies.WriteAsync(context, row, new Error(ErrorCode.InvalidRequest, message));

    // A web socket begins as a GET, which browsers send for any page without asking.
    private static bool IsReading(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !request.Headers.Upgrade.Any(name => "websocket".Equals(name, StringComparison.OrdinalIgnoreCase));

    // A page of the dashboard that is being closed says so by a form, and its state goes at once; Origin was looked at before.
    private static bool IsFarewell(HttpRequest request) => request.Path == "/_blazor/disconnect" && request.Headers.Origin.Count == 1;

    // Signing in and out works without scripts, by the service's own forms.
    private static bool IsOwnForm(HttpRequest request) =>
        (request.Path == PageGate.SignInPath || request.Path == PageGate.SignOutPath) && request.Headers.Origin.Count == 1;

    private bool IsLoopbackOnly() => server.Features.Get<IServerAddressesFeature>()?.Addresses.All(address => HostNames.IsLoopback(BindingAddress.Parse(address).Host)) ?? false;

    // Browsers that send no Origin still say that another site asks.
    private string? StrangeOrigin(HttpRequest request) => request.Headers.Origin switch
    {
        [{ } origin] => IsSameOrigin(origin, request) || options.AllowedOrigins.Any(allowed => allowed.TrimEnd('/') == origin) ? null : origin,
        [] => request.Headers["Sec-Fetch-Site"] is ["cross-site" or "same-site"] ? "other sites" : null,
        _ => "several origins",
    };

    private static bool IsSameOrigin(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);

    private static bool HasBody(HttpContext context) => context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody is true;

    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("utf8", StringComparison.OrdinalIgnoreCase))
        && request.Headers.ContentEncoding is [] or ["identity"];
}

internal static class RequestGuarding
{
    public static void UseRequestGuard(this WebApplication app)
    {
        var guard = app.Services.GetRequiredService<RequestGuard>();
        app.Use(next => context => guard.InvokeAsync(context, next));
    }
}
