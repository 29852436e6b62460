using MultiLLM.Core.Backends.Addresses;

namespace MultiLLM.Core.Backends;

/// <summary>How servers beyond this process are reached. Configuration section "MultiLLM:Backends".</summary>
public sealed class BackendOptions
{
    public const string Section = "MultiLLM:Backends";

    /// <summary>
    /// Where configured servers may be: "loopback", "private", "public", networks such as "10.1.0.0/16", single addresses. What is listed is allowed and
    /// nothing else; unset: the three words. Link-local and reserved addresses need a network of their own here, addresses where clouds hand out
    /// credentials need to be listed one by one. Checked at each connect, after the name was resolved.
    /// </summary>
    public IList<string> AllowedAddresses { get; } = [];

    /// <summary>PEM file of certificate authorities that are trusted for configured servers besides the system's; empty: the system's only. Read at the start.</summary>
    public string AuthorityFile { get; set; } = "";

    /// <summary>Address of an HTTP proxy for all configured servers but those on this machine and of this machine's domain; unset: none, whatever the environment says. It resolves their names itself, so then only its own address is checked.</summary>
    public Uri? Proxy { get; set; }
}
