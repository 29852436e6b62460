using System.Net;
using Microsoft.AspNetCore.Connections;

namespace MultiLLM.Server.Exposure;

/// <summary>Counts the connections of each address beyond this machine, and closes what comes beyond its share.</summary>
internal sealed class ConnectionGate(int mostPerAddress)
{
    private const int NetworkBytes = 8; // what one customer of a provider gets in IPv6

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _open = [];

    public async Task InvokeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (WhoIs(connection.RemoteEndPoint) is not { } address)
        {
            await next(connection);
            return;
        }
        if (!TryEnter(address))
        {
            connection.Abort(new ConnectionAbortedException($"{address} has {mostPerAddress} connections open already."));
            return;
        }
        try
        {
            await next(connection);
        }
        finally
        {
            Leave(address);
        }
    }

    /// <summary>False: it has its share.</summary>
    internal bool TryEnter(IPAddress address)
    {
        lock (_gate)
        {
            var open = _open.GetValueOrDefault(address);
            if (open >= mostPerAddress)
                return false;
            _open[address] = open + 1;
            return true;
        }
    }

    internal void Leave(IPAddress address)
    {
        lock (_gate)
        {
            if (_open[address] == 1)
                _open.Remove(address);
            else
                _open[address]--;
        }
    }

    /// <summary>Null: this machine.</summary>
    internal static IPAddress? WhoIs(EndPoint? remote)
    {
        if (remote is not IPEndPoint { Address: var address } || IPAddress.IsLoopback(address))
            return null;
        if (address.IsIPv4MappedToIPv6)
            return IPAddress.IsLoopback(address.MapToIPv4()) ? null : address.MapToIPv4();
        if (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
