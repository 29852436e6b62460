using System.Net;

namespace MultiLLM.Server.Exposure;

/// <summary>
/// Which names a request's Host may have. A page of a stranger can make its own name point here, and then its browser takes this service for the page's own: so
/// only names count that nobody else can point anywhere. Pure.
/// </summary>
/// <param name="loopbackOnly">The service listens on this machine only.</param>
/// <param name="machine">This machine's own name.</param>
/// <param name="configured">More names, as configured: exact, "*.example.com", or "*" for any.</param>
internal sealed class HostNames(bool loopbackOnly, string machine, IReadOnlyCollection<string> configured)
{
    public bool IsAllowed(string host) =>
        IsLoopback(host)
        || (!loopbackOnly && (IPAddress.TryParse(host, out _) || host.Equals(machine, StringComparison.OrdinalIgnoreCase)))
        || configured.Any(name => Matches(name, host));

    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Whether it can be configured.</summary>
    public static bool IsName(string name) =>
        name == "*" || (Uri.CheckHostName(name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name) is not UriHostNameType.Unknown && !name.Contains(':'));

    private static bool Matches(string name, string host) =>
        name == "*"
        || (name.StartsWith("*.", StringComparison.Ordinal)
            ? host.Length > name.Length - 1 && host.EndsWith(name[1..], StringComparison.OrdinalIgnoreCase)
            : host.Equals(name, StringComparison.OrdinalIgnoreCase));
}
