using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Hosting;

/// <summary>
/// Where settings come from, later ones winning: appsettings.json beside the program, appsettings.json in MULTILLM_HOME, environment
/// (<c>MULTILLM__SERVER__PORT</c>, or <c>PORT</c>), command line (<c>--port</c>, <c>--address</c>, <c>--urls</c>, <c>--MultiLLM:Server:Port</c>).
/// </summary>
internal static class ServerConfiguration
{
    private static readonly Dictionary<string, string> s_switches = new()
    {
        ["--port"] = $"{ServerOptions.Section}:Port",
        ["--address"] = $"{ServerOptions.Section}:Address",
    };

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        // The current folder belongs to the user; an appsettings.json in it may be some other program's.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        var configuration = builder.Configuration;
        configuration.AddJsonFile(Path.Combine(HomeFolder(), "appsettings.json"), optional: true, reloadOnChange: false);
        configuration.AddEnvironmentVariables();
        if (Environment.GetEnvironmentVariable("PORT") is { Length: > 0 } port)
            configuration.AddInMemoryCollection([new($"{ServerOptions.Section}:Port", port)]);
        configuration.AddCommandLine(args, s_switches);

        builder.Services.AddOptions<ServerOptions>().BindConfiguration(ServerOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<ServerLimits>().BindConfiguration(ServerLimits.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<ServerOptions>>().Value);
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<ServerLimits>>().Value);
        builder.Services.AddOptions<KestrelServerOptions>().Configure<ServerLimits>((kestrel, limits) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = limits.MaxBodyBytes;
        });
        builder.Services.AddOptions<HostOptions>().Configure<ServerOptions>((host, server) =>
            host.ShutdownTimeout = TimeSpan.FromSeconds(server.ShutdownTimeoutSeconds) + ShutdownGate.TimeToSayWhy);
        return builder;
    }

    /// <summary>--urls and ASPNETCORE_URLS are ASP.NET Core's own and win; else address and port.</summary>
    public static void ListenAsConfigured(WebApplication app)
    {
        if (app.Configuration["urls"] is not { Length: > 0 })
            app.Urls.Add(app.Services.GetRequiredService<ServerOptions>().Url);
    }

    private static string HomeFolder() =>
        Environment.GetEnvironmentVariable("MULTILLM_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".multillm");
}
