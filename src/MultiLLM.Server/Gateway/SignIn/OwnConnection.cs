using System.Net.Http.Headers;
using MultiLLM.Core.Gateway.Keys.Authentication;
using MultiLLM.Core.Gateway.Keys.Secrets;
using MultiLLM.Dashboard.SignIn;
using MultiLLM.Server.Exposure;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Gateway.SignIn;

/// <summary>How the dashboard's pages reach the service they are part of: over HTTP like everybody, with the key of the process itself.</summary>
internal static class OwnConnection
{
    public static ServiceConnection Of(IServiceProvider services)
    {
        var certificate = services.GetRequiredService<ServerCertificate>();
        var http = new SocketsHttpHandler
        {
            // Leaving a stream early must reach the service at once.
            MaxResponseDrainSize = 0,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
        };
        if (certificate.IsOn)
            http.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => certificate.IsOurs(shown); // its names need not be those of this address
        return new ServiceConnection(OwnAddress.Of(services), new KeyHandler(services.GetRequiredService<OwnKey>().Secret) { InnerHandler = http });
    }

    private sealed class KeyHandler(KeySecret own) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", own.Reveal());
            return base.SendAsync(request, cancellationToken);
        }
    }
}
