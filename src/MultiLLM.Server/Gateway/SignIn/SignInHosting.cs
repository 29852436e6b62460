using Microsoft.AspNetCore.Authentication.Cookies;
using MultiLLM.Dashboard.SignIn;
using MultiLLM.Server.Gateway.Keys.Authentication;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Gateway.SignIn;

internal static class SignInHosting
{
    private static readonly TimeSpan Session = TimeSpan.FromDays(1);

    public static void AddSignIn(this IServiceCollection services)
    {
        services.AddAuthentication().AddCookie(PageSessions.Scheme, cookie =>
        {
            cookie.Cookie.Name = PageSessions.Scheme;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax; // a link from elsewhere may show a page; changes go over connections whose Origin is checked
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = Session;
            cookie.SlidingExpiration = false;
        });
        services.AddSingleton<PageSessions>();
        services.AddSingleton<ISignIn>(provider => provider.GetRequiredService<PageSessions>());
    }

    public static void UsePageSessions(this WebApplication app)
    {
        var sessions = app.Services.GetRequiredService<PageSessions>();
        app.Use(next => context => sessions.InvokeAsync(context, next));
    }

    public static void MapSignOut(this WebApplication app) => app
        .MapPost(PageGate.SignOutPath, async (HttpContext context, ISignIn sessions) =>
        {
            await sessions.SignOutAsync(context);
            context.Response.Redirect(PageGate.SignInPath);
        })
        .ExcludeFromDescription()
        .WithMetadata(IsPolled.Metadata)
        .OpenToAll();
}
