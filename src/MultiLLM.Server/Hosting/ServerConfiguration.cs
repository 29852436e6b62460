using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;
using MultiLLM.Server.Exposure;
using MultiLLM.Server.Logging;
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

    private static readonly Dictionary<string, string?> s_defaults = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        // Before publishing it would answer every GET that nothing else does.
        ["ReloadStaticAssetsAtRuntime"] = "false",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning", // one line per request is enough, and it is ours
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error", // that keys are protected by their files' rights alone is documented
    };

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        // The current folder belongs to the user; an appsettings.json in it may be some other program's.
        // The pages' files are found by the application's name, which else is that of the process: in tests another's.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(ServerConfiguration).Assembly.GetName().Name,
        });
        builder.WebHost.UseStaticWebAssets(); // where they lie before publishing; a published service has them in wwwroot
        var configuration = builder.Configuration;
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = s_defaults });
        configuration.AddJsonFile(Path.Combine(HomeFolder(), "appsettings.json"), optional: true, reloadOnChange: false);
        configuration.AddEnvironmentVariables();
        if (Environment.GetEnvironmentVariable("PORT") is { Length: > 0 } port)
            configuration.AddInMemoryCollection([new($"{ServerOptions.Section}:Port", port)]);
        configuration.AddCommandLine(args, s_switches);
        var levels = new LogLevelOverrides();
        configuration.Sources.Add(levels);
        builder.Services.AddSingleton(levels);
        builder.AddLogFormats();

        builder.Services.AddOptions<ServerOptions>().BindConfiguration(ServerOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<ServerLimits>().BindConfiguration(ServerLimits.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<ServerOptions>>().Value);
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<ServerLimits>>().Value);
        // These two are read while the application is built. Going through the options above would validate each alone, and the first
        // fault would hide the others.
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IConfiguration>((kestrel, all) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Math.Max(0, Unvalidated<ServerLimits>(all, ServerLimits.Section).MaxBodyBytes);
        });
        // A request goes on where its bytes came in, and its reply leaves where it was written, without a change of threads. The runtime gives each socket's
        // events to a thread of the pool, so what takes long there holds up nobody else; it would where DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS is set.
        builder.Services.AddOptions<SocketTransportOptions>().Configure(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.Services.AddOptions<HostOptions>().Configure<IConfiguration>((host, all) =>
            host.ShutdownTimeout = ShutdownGate.TimeToSayWhy
                + TimeSpan.FromSeconds(Math.Clamp(Unvalidated<ServerOptions>(all, ServerOptions.Section).ShutdownTimeoutSeconds, 0, 3600)));
        builder.AddListening();
        new StartupSilence().AddTo(builder);
        return builder;
    }

    /// <summary>--urls and ASPNETCORE_URLS are ASP.NET Core's own and win; else address and port.</summary>
    public static void ListenAsConfigured(WebApplication app)
    {
        app.Services.GetRequiredService<StartupSilence>().EndWithStartOf(app);
        if (app.Configuration["urls"] is not { Length: > 0 })
            app.Urls.Add(app.Services.GetRequiredService<ServerOptions>().UrlWith(app.Services.GetRequiredService<ServerCertificate>().IsOn ? "https" : "http"));
    }

    private static T Unvalidated<T>(IConfiguration all, string section) where T : class, new() => all.GetSection(section).Get<T>() ?? new T();

    private static string HomeFolder() =>
        Environment.GetEnvironmentVariable("MULTILLM_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".multillm");
}
