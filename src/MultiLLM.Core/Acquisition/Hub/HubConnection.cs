using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Acquisition.Hub;

/// <summary>
/// Sends requests and follows redirects itself: a bounded number, never from https to http, and with credentials for the hub's own origin
/// only, which a chain that has left that origin does not get again.
/// </summary>
internal sealed class HubConnection : IDisposable
{
    private const int MaxRedirects = 8;
    private static readonly ProductInfoHeaderValue Agent = new("MultiLLM", typeof(HubConnection).Assembly.GetName().Version?.ToString(3));
    private readonly HttpMessageInvoker _http;
    private readonly HubCredentials _credentials;

    public HubConnection(HubCredentials credentials, IOptions<PullOptions> options)
    {
        _credentials = credentials;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseProxy = !new Uri(options.Value.Endpoint).IsLoopback, // a proxy does not know this machine's servers
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxResponseDrainSize = 0, // a part that is given up must not be read to its end
        });
    }

    /// <param name="method">GET or HEAD.</param>
    /// <param name="address">Where to begin.</param>
    /// <param name="range">Bytes to ask for; null: all.</param>
    /// <param name="leaveHub">False: the redirect that leads away from the hub is the answer.</param>
    /// <param name="cancellationToken">Gives the request up.</param>
    public async Task<Result<HubReply>> SendAsync(
        HttpMethod method, Uri address, RangeHeaderValue? range, bool leaveHub, CancellationToken cancellationToken)
    {
        var facts = new HubFacts();
        var trusted = _credentials.IsHub(address);
        for (var redirects = 0; ; redirects++)
        {
            var answer = await SendOnceAsync(method, address, range, trusted, cancellationToken);
            if (!answer.IsSuccess)
                return answer.Error;
            if (trusted)
                facts = facts.With(answer.Value);
            if (!IsRedirect(answer.Value.StatusCode))
                return new HubReply(answer.Value, address, trusted, facts);
            var next = Next(address, answer.Value.Headers.Location, redirects);
            if (next.IsSuccess && !leaveHub && !_credentials.IsHub(next.Value))
                return new HubReply(answer.Value, address, trusted, facts);
            answer.Value.Dispose();
            if (!next.IsSuccess)
                return next.Error;
            address = next.Value;
            trusted = trusted && _credentials.IsHub(address);
        }
    }

    public void Dispose() => _http.Dispose();

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    private static Result<Uri> Next(Uri from, Uri? location, int redirects)
    {
        if (redirects >= MaxRedirects)
            return Unusable(from, $"redirected more than {MaxRedirects} times");
        if (location is null || !Uri.TryCreate(from, location, out var next))
            return Unusable(from, "redirected without saying where to");
        if (next.Scheme is not ("http" or "https") || next.UserInfo.Length > 0)
            return Unusable(from, "redirected to an address that is not plain http or https");
        if (from.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp)
            return Unusable(from, $"redirected from https to http at {next.Authority}, which is not safe");
        return next;
    }

    private static Error Unusable(Uri address, string what) => new(ErrorCode.TransferFailed, $"{address.Authority} {what}.");

    private async Task<Result<HttpResponseMessage>> SendOnceAsync(
        HttpMethod method, Uri address, RangeHeaderValue? range, bool trusted, CancellationToken cancellationToken)
    {
        // One connection per part: over HTTP/2 all parts would share one.
        using var request = new HttpRequestMessage(method, address) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        request.Headers.UserAgent.Add(Agent);
        request.Headers.Range = range;
        request.Headers.Authorization = trusted ? _credentials.For(address) : null;
        try
        {
            return await _http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException error)
        {
            return new Error(ErrorCode.HubUnreachable, $"{address.Authority} cannot be reached: {error.Message}");
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            return new Error(ErrorCode.HubUnreachable, $"{address.Authority} cannot be reached: {error.Message}");
        }
    }
}
