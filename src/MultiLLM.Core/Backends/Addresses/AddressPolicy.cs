using System.Net;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Backends.Addresses;

/// <summary>
/// Where configured servers may be. Asked with each address a name resolves to, at each connect, so that a name which changes its mind gains
/// nothing. Immutable.
/// </summary>
internal sealed class AddressPolicy
{
    private static readonly Dictionary<string, AddressClass> s_words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["loopback"] = AddressClass.Loopback,
        ["private"] = AddressClass.Private,
        ["public"] = AddressClass.Public,
    };

    private readonly HashSet<AddressClass> _classes = [];
    private readonly List<IPNetwork> _networks = [];

    private AddressPolicy()
    {
    }

    /// <summary>What is allowed where nobody said anything.</summary>
    public static IReadOnlyList<string> Default { get; } = ["loopback", "private", "public"];

    /// <param name="allowed">Words ("loopback", "private", "public"), networks ("10.1.0.0/16") or single addresses; empty: <see cref="Default"/>.</param>
    public static Result<AddressPolicy> Parse(IReadOnlyCollection<string> allowed)
    {
        var policy = new AddressPolicy();
        foreach (var text in allowed.Count == 0 ? Default : allowed)
        {
            if (s_words.TryGetValue(text.Trim(), out var word))
                policy._classes.Add(word);
            else if (Network(text.Trim()) is { } network)
                policy._networks.Add(network);
            else
                return new Error(
                    ErrorCode.InvalidRequest, $"\"{text}\" is no address, no network such as 10.1.0.0/16, and none of \"loopback\", \"private\", \"public\".");
        }
        return policy;
    }

    /// <summary>Null: a server may be there; else why not, to complete "the address … ".</summary>
    public string? Refusal(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var kind = AddressClasses.Of(address);
        return kind switch
        {
            AddressClass.NoHost => "is not the address of one host",
            AddressClass.Loopback or AddressClass.Private or AddressClass.Public =>
                _classes.Contains(kind) || Lists(address, _ => true) ? null : $"is {Words(kind)}, which MultiLLM:Backends:AllowedAddresses does not list",
            AddressClass.Metadata => Lists(address, IsSingle)
                ? null : "is where clouds hand out credentials, which only MultiLLM:Backends:AllowedAddresses can allow, by exactly this address",
            // A wide network such as 0.0.0.0/0 is not meant for these.
            _ => Lists(address, IsWithin(kind))
                ? null : $"is {Words(kind)}, which only a network inside that range in MultiLLM:Backends:AllowedAddresses can allow",
        };
    }

    private static IPNetwork? Network(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
            return network;
        // IPAddress.Parse takes "1" and "0x7f.1" too; a person who writes that means something else.
        return IPAddress.TryParse(text, out var address) && (text.Contains(':') || text.Count(c => c == '.') == 3)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : null;
    }

    private static string Words(AddressClass kind) => kind switch
    {
        AddressClass.Loopback => "on this machine",
        AddressClass.Private => "on a private network",
        AddressClass.Public => "public",
        AddressClass.LinkLocal => "link-local",
        _ => "reserved",
    };

    private static bool IsSingle(IPNetwork network) => network.PrefixLength == network.BaseAddress.GetAddressBytes().Length * 8;

    private static Func<IPNetwork, bool> IsWithin(AddressClass kind) => network => AddressClasses.Of(network.BaseAddress) == kind && AddressClasses.Of(Last(network)) == kind;

    private static IPAddress Last(IPNetwork network)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        for (var bit = network.PrefixLength; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] |= (byte)(0x80 >> (bit % 8));
        return new IPAddress(bytes);
    }

    private bool Lists(IPAddress address, Func<IPNetwork, bool> counts) => _networks.Exists(network => network.Contains(address) && counts(network));
}
