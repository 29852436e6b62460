using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using MultiLLM.Server.Hosting;
using IPNetwork = System.Net.IPNetwork;

namespace MultiLLM.Server.Exposure;

/// <summary>What a proxy says of its caller counts only where that proxy is configured; anybody can send such headers.</summary>
internal static class TrustedProxies
{
    /// <summary>An address, or a network such as 10.0.0.0/8.</summary>
    public static bool TryParse(string text, out IPNetwork network)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
            return true;
        }
        return IPNetwork.TryParse(text, out network);
    }

    public static void UseTrustedProxies(this WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<ServerOptions>().TrustedProxies;
        if (proxies.Count == 0)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = null, // as long as each one on the way is trusted
        };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var proxy in proxies)
        {
            if (TryParse(proxy, out var network))
                options.KnownIPNetworks.Add(network);
        }
        app.UseForwardedHeaders(options);
    }
}
