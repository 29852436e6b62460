using System.Net;
using System.Net.Sockets;

namespace MultiLLM.Core.Gateway;

/// <summary>What one party on the network has: an address, or of IPv6 all that share its first half. Pure.</summary>
public static class CallerNetwork
{
    private const int NetworkBytes = 8;

    /// <param name="address">Null: not known.</param>
    public static string Of(IPAddress? address)
    {
        if (address is null)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
