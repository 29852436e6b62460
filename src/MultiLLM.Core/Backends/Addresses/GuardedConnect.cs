using System.Net;
using System.Net.Sockets;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Backends.Addresses;

/// <summary>Opens connections to configured servers: resolves the name afresh, and connects to those of its addresses that the policy allows.</summary>
/// <param name="policy">Which.</param>
/// <param name="resolve">Addresses of a name.</param>
/// <param name="timeout">For all of them together.</param>
/// <param name="time">Its clock.</param>
internal sealed class GuardedConnect(
    AddressPolicy policy, Func<string, CancellationToken, Task<IPAddress[]>> resolve, TimeSpan timeout, TimeProvider time)
{
    /// <exception cref="MultiLLMException">No address is allowed.</exception>
    /// <exception cref="SocketException">None answered.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint server, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(server.Host, out var literal) ? [literal] : await resolve(server.Host, cancellationToken);
        var allowed = addresses.Where(address => policy.Refusal(address) is null).ToList();
        if (allowed.Count == 0)
            throw new MultiLLMException(Refused(server, addresses));
        for (var i = 0; ; i++)
        {
            // Each gets its share of the time, so that one that swallows packets does not hide the others.
            using var share = new CancellationTokenSource(timeout / (allowed.Count - i), time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(share.Token, cancellationToken);
            try
            {
                return await ConnectAsync(new IPEndPoint(allowed[i], server.Port), either.Token);
            }
            catch (SocketException) when (i < allowed.Count - 1)
            {
                // the next one
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                if (i == allowed.Count - 1)
                    throw new SocketException((int)SocketError.TimedOut);
            }
        }
    }

    private static async Task<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Error Refused(DnsEndPoint server, IPAddress[] addresses)
    {
        const int Shown = 3;
        var reasons = addresses.Take(Shown).Select(address => $"{address} {policy.Refusal(address)}");
        var what = addresses.Length == 0 ? "its name has no address"
            : $"the address {string.Join("; ", reasons)}{(addresses.Length > Shown ? $"; and {addresses.Length - Shown} more" : "")}";
        return new Error(ErrorCode.BackendUnreachable, $"{server.Host} was not connected to: {what}.");
    }
}
