using Microsoft.AspNetCore.Cors.Infrastructure;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Exposure;

/// <summary>Pages of other origins: none may read what the service answers, but those that are configured.</summary>
internal static class CrossOrigin
{
    private static readonly TimeSpan AsksAgain = TimeSpan.FromMinutes(10);
    private static readonly string[] s_readable =
    [
        "retry-after", "x-request-id", "x-multillm-*", "x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests",
        "x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens",
    ];

    /// <summary>Whether it is an origin as browsers send it.</summary>
    public static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == origin.TrimEnd('/');

    public static void UseCrossOrigin(this WebApplication app)
    {
        var origins = app.Services.GetRequiredService<ServerOptions>().AllowedOrigins;
        if (origins.Count == 0)
            return;
        app.UseCors(policy => Describe(policy, [.. origins.Select(origin => origin.TrimEnd('/'))]));
    }

    // No cookies: a page elsewhere comes with a key of its own or with none.
    private static void Describe(CorsPolicyBuilder policy, string[] origins) => policy
        .WithOrigins(origins)
        .WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
        .AllowAnyHeader()
        .WithExposedHeaders(s_readable)
        .SetPreflightMaxAge(AsksAgain);
}
