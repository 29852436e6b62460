using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace MultiLLM.Server.Exposure;

/// <summary>Makes the web server keep to <see cref="ConnectionLimits"/> and <see cref="TlsOptions"/>.</summary>
internal static class Listening
{
    public static void AddListening(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddOptions<TlsOptions>().BindConfiguration(TlsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<ConnectionLimits>().BindConfiguration(ConnectionLimits.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<TlsOptions>>().Value);
        builder.Services.AddSingleton<ServerCertificate>();
        builder.Services.AddHostedService<KeyBeforeExposure>();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IConfiguration, IServiceProvider>((kestrel, all, services) =>
        {
            // Read past the options: validating them here would hide the faults of all others.
            var limits = all.GetSection(ConnectionLimits.Section).Get<ConnectionLimits>() ?? new();
            Apply(limits, kestrel.Limits);
            var gate = new ConnectionGate(Math.Max(1, limits.MaxConnectionsPerAddress));
            kestrel.ConfigureEndpointDefaults(listen => listen.Use(next => connection => gate.InvokeAsync(connection, next)));
            kestrel.ConfigureHttpsDefaults(https =>
            {
                https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
                https.ServerCertificateSelector = (_, _) => services.GetRequiredService<ServerCertificate>().Current.TargetCertificate;
            });
        });
    }

    private static void Apply(ConnectionLimits limits, KestrelServerLimits server)
    {
        server.MaxConcurrentConnections = Math.Max(1, limits.MaxConnections);
        server.MaxConcurrentUpgradedConnections = Math.Max(1, limits.MaxWebSockets);
        server.KeepAliveTimeout = Seconds(limits.IdleSeconds);
        server.RequestHeadersTimeout = Seconds(limits.HeadSeconds);
        server.MaxRequestHeadersTotalSize = Math.Max(4096, limits.MaxHeadBytes);
        server.MaxRequestLineSize = Math.Min(server.MaxRequestLineSize, server.MaxRequestHeadersTotalSize);
        var least = limits.LeastBytesPerSecond <= 0 ? null : new MinDataRate(limits.LeastBytesPerSecond, Seconds(Math.Max(1.1, limits.SlowSeconds)));
        server.MinRequestBodyDataRate = least;
        server.MinResponseDataRate = least;
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0.1, 86_400));
}
