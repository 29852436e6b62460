using MultiLLM.Server.Exposure;

namespace MultiLLM.Server.Hosting;

internal static class SecurityHeaders
{
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        Add(context.Response);
        return next(context);
    });

    public static void Add(HttpResponse response)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (response.HttpContext.Request is { IsHttps: true, Host: var host } && !HostNames.IsLoopback(host.Host))
            response.Headers.StrictTransportSecurity = "max-age=31536000";
    }
}
