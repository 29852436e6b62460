using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Backends.Addresses;

/// <summary>
/// Makes the handlers through which all configured servers are reached. They follow no redirect, keep no cookie, unpack nothing, pass no trace
/// or baggage header of a caller on, and connect only where <see cref="AddressPolicy"/> allows.
/// </summary>
internal sealed class RemoteHttp(IOptions<BackendOptions> options, TimeProvider time)
{
    private readonly AddressPolicy _policy = AddressPolicy.Parse([.. options.Value.AllowedAddresses]).OrThrow();

    private readonly TrustedAuthorities _authorities = TrustedAuthorities.Read(options.Value.AuthorityFile).OrThrow();

    /// <summary>How names become addresses; tests have their own.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>For one server or several; the caller disposes it.</summary>
    public SocketsHttpHandler CreateHandler(TimeSpan connectTimeout)
    {
        var connect = new GuardedConnect(_policy, Resolve, connectTimeout, time);
        var proxy = options.Value.Proxy;
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseProxy = proxy is not null,
            Proxy = proxy is null ? null : new WebProxy(proxy, BypassOnLocal: true), // it does not know this machine's servers
            ActivityHeadersPropagator = null,
            ConnectTimeout = connectTimeout + TimeSpan.FromSeconds(1), // GuardedConnect's own timeout names the cause, so it comes first
            ConnectCallback = (context, cancellationToken) => connect.ConnectAsync(context.DnsEndPoint, cancellationToken),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            SslOptions = { RemoteCertificateValidationCallback = _authorities.Validation },
            MaxResponseHeadersLength = 32, // kB
            MaxResponseDrainSize = 16 * 1024,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        };
    }

    /// <summary>Why a server could not be reached, for a person. Never its whole address, which may hold a secret.</summary>
    public static Error Describe(HttpRequestException failure, string server)
    {
        for (Exception? inner = failure; inner is not null; inner = inner.InnerException)
        {
            if (inner is MultiLLMException { Error: var own })
                return own with { Message = $"{server}: {own.Message}" };
        }
        var what = failure.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "its name cannot be resolved",
            HttpRequestError.ConnectionError when failure.InnerException is SocketException socket => Words(socket.SocketErrorCode),
            HttpRequestError.ConnectionError => "no connection could be made",
            HttpRequestError.SecureConnectionError => $"no secure connection could be made: {(failure.InnerException as AuthenticationException)?.Message ?? failure.Message}",
            HttpRequestError.ProxyTunnelError => "the proxy did not connect to it",
            HttpRequestError.ConfigurationLimitExceeded => "it sent headers beyond the limit of 32 kB",
            HttpRequestError.ResponseEnded => "it closed the connection before it answered",
            HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError => "what it sent is not HTTP",
            _ => failure.Message,
        };
        var reached = failure.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.ResponseEnded
            or HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError;
        return new Error(reached ? ErrorCode.BackendFailed : ErrorCode.BackendUnreachable, $"{server} {(reached ? "failed" : "cannot be reached")}: {what}.");
    }

    private static string Words(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "nothing listens there",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "its name cannot be resolved",
        SocketError.TimedOut => "it did not answer in time",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "there is no way to its network",
        _ => $"the connection failed ({error})",
    };
}
