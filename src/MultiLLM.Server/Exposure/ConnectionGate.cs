using System.Net;
using Microsoft.AspNetCore.Connections;
using MultiLLM.Core.Gateway;

namespace MultiLLM.Server.Exposure;

/// <summary>Counts the connections of each address beyond this machine, and closes what comes beyond its share.</summary>
internal sealed class ConnectionGate(int mostPerAddress)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _open = [];

    public async Task InvokeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (WhoIs(connection.RemoteEndPoint) is not { } who)
        {
            await next(connection);
            return;
        }
        if (!TryEnter(who))
        {
            connection.Abort(new ConnectionAbortedException($"{who} has {mostPerAddress} connections open already."));
            return;
        }
        try
        {
            await next(connection);
        }
        finally
        {
            Leave(who);
        }
    }

    /// <summary>False: it has its share.</summary>
    internal bool TryEnter(string who)
    {
        lock (_gate)
        {
            var open = _open.GetValueOrDefault(who);
            if (open >= mostPerAddress)
                return false;
            _open[who] = open + 1;
            return true;
        }
    }

    internal void Leave(string who)
    {
        lock (_gate)
        {
            if (_open[who] == 1)
                _open.Remove(who);
            else
                _open[who]--;
        }
    }

    /// <summary>Null: this machine.</summary>
    internal static string? WhoIs(EndPoint? remote) =>
        remote is IPEndPoint { Address: var address } && !IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) ? CallerNetwork.Of(address) : null;
}
