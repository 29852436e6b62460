namespace MultiLLM.Core.Backends.Addresses;

/// <summary>What an IP address is for, as far as it matters for whether a server may be there.</summary>
internal enum AddressClass
{
    /// <summary>This machine.</summary>
    Loopback,

    /// <summary>A home's or company's network, and what carriers and overlay networks share (100.64.0.0/10).</summary>
    Private,
    Public,

    /// <summary>Whoever is on the same cable.</summary>
    LinkLocal,

    /// <summary>Where clouds hand out a machine's credentials.</summary>
    Metadata,

    /// <summary>For documentation, benchmarks, tunnels nobody uses any more, and the future.</summary>
    Reserved,

    /// <summary>"This host", all hosts, or many: never one server.</summary>
    NoHost,
}
