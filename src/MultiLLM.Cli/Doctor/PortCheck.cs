using System.Net;
using System.Net.Sockets;
using MultiLLM.Cli.Hosting;
using MultiLLM.Client;

namespace MultiLLM.Cli.Doctor;

/// <summary>Whether the address is free, ours, or somebody else's.</summary>
internal static class PortCheck
{
    private const string Name = "port";
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(3);

    public static async Task<CheckResult> RunAsync(Uri address, TimeProvider time, CancellationToken cancellationToken)
    {
        var url = ServiceAddress.Show(address);
        using var limit = new CancellationTokenSource(ProbeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var client = new MultiLLMClient(address);
        try
        {
            var health = await client.ReadyAsync(either.Token).ConfigureAwait(false);
            return health.Status == "ok"
                ? CheckResult.Ok(Name, $"a MultiLLM service is running at {url}")
                : CheckResult.Warn(Name, $"the MultiLLM service at {url} is not ready: {string.Join("; ", health.Reasons)}", "Wait, or look at its log.");
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConnectionError && address.IsLoopback)
        {
            return Bind(address);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
        {
            return CheckResult.Fail(Name, $"nothing answers at {url}", "Check --url or MULTILLM_URL, and that the service runs there.");
        }
        catch (Exception exception) when (exception is HttpRequestException or MultiLLMApiException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Taken(address.Port, url);
        }
    }

    private static CheckResult Bind(Uri address)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, address.Port);
            listener.Start();
            return CheckResult.Ok(Name, $"{address.Port} is free");
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AccessDenied)
        {
            return CheckResult.Fail(Name, $"{address.Port} may not be opened by this user", "Choose a port above 1023: multillm serve --port N, or PORT.");
        }
        catch (SocketException)
        {
            return Taken(address.Port, ServiceAddress.Show(address));
        }
    }

    private static CheckResult Taken(int port, string url)
    {
        var owner = PortOwner.Find(port) is { } found ? $"process {found.ProcessId} ({found.Name})" : "another process";
        return CheckResult.Warn(
            Name,
            $"{owner} answers at {url}, and it is no MultiLLM service",
            "Choose another port: multillm serve --port N, and MULTILLM_URL=http://127.0.0.1:N for the other commands.");
    }
}
