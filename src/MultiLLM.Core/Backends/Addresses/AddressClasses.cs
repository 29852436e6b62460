using System.Net;
using System.Net.Sockets;

namespace MultiLLM.Core.Backends.Addresses;

/// <summary>Tells what an address is for, by the registries of special addresses. An address that stands for another is what that other is.</summary>
internal static class AddressClasses
{
    // Credentials are served at these by AWS (instances, ECS, EKS), Google, Azure, Alibaba, Oracle, Tencent and Scaleway.
    private static readonly HashSet<IPAddress> s_metadata =
    [
        .. new[]
        {
            "169.254.169.254", "169.254.170.2", "169.254.170.23", "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254", "168.63.129.16", "100.100.100.200",
            "192.0.0.192", "169.254.0.23", "169.254.42.42", "fd00:42::42",
        }.Select(IPAddress.Parse),
    ];

    // The first that contains the address counts.
    private static readonly (IPNetwork Network, AddressClass Class)[] s_v4 =
    [
        .. Of(AddressClass.NoHost, "0.0.0.0/8", "224.0.0.0/4", "255.255.255.255/32"),
        .. Of(AddressClass.Loopback, "127.0.0.0/8"),
        .. Of(AddressClass.LinkLocal, "169.254.0.0/16"),
        .. Of(AddressClass.Private, "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"),
        .. Of(AddressClass.Reserved, "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4"),
    ];

    private static readonly (IPNetwork Network, AddressClass Class)[] s_v6 =
    [
        .. Of(AddressClass.Loopback, "::1/128"),
        .. Of(AddressClass.NoHost, "::/128", "ff00::/8"),
        .. Of(AddressClass.LinkLocal, "fe80::/10"),
        .. Of(AddressClass.Private, "fc00::/7"),
        .. Of(AddressClass.Public, "2000::/3"), // all else is reserved
    ];

    // Inside the public range, or with a prefix of their own.
    private static readonly IPNetwork[] s_reservedV6 =
        [.. new[] { "2001::/23", "2001:db8::/32", "3fff::/20", "64:ff9b:1::/48", "100::/64", "fec0::/10" }.Select(text => IPNetwork.Parse(text))];

    private static readonly (IPNetwork Network, int Offset)[] s_embedding =
    [
        (IPNetwork.Parse("::ffff:0:0:0/96"), 12), // IPv4-translated
        (IPNetwork.Parse("64:ff9b::/96"), 12), // NAT64
        (IPNetwork.Parse("2002::/16"), 2), // 6to4
        (IPNetwork.Parse("::/96"), 12), // IPv4-compatible; ::1 and :: are told before
    ];

    public static AddressClass Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return s_metadata.Contains(address) ? AddressClass.Metadata : First(s_v4, address) ?? AddressClass.Public;
        var bare = new IPAddress(address.GetAddressBytes()); // without the zone
        if (s_metadata.Contains(bare))
            return AddressClass.Metadata;
        var kind = First(s_v6, bare) ?? AddressClass.Reserved;
        if (kind is AddressClass.Loopback or AddressClass.NoHost)
            return kind;
        if (Embedded(bare) is { } inner)
            return Of(inner);
        return s_reservedV6.Any(network => network.Contains(bare)) ? AddressClass.Reserved : kind;
    }

    private static IPAddress? Embedded(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        foreach (var (network, offset) in s_embedding)
        {
            if (network.Contains(address))
                return new IPAddress(bytes.AsSpan(offset, 4));
        }
        // ISATAP: the interface's half of the address is 0000:5efe or 0200:5efe and an IPv4 address.
        return (bytes[8] & 0xFD, bytes[9], bytes[10], bytes[11]) == (0, 0, 0x5E, 0xFE) ? new IPAddress(bytes.AsSpan(12, 4)) : null;
    }

    private static AddressClass? First((IPNetwork Network, AddressClass Class)[] table, IPAddress address)
    {
        foreach (var (network, kind) in table)
        {
            if (network.Contains(address))
                return kind;
        }
        return null;
    }

    private static IEnumerable<(IPNetwork, AddressClass)> Of(AddressClass kind, params string[] networks) =>
        networks.Select(text => (IPNetwork.Parse(text), kind));
}
