using System.ComponentModel.DataAnnotations;
using System.Net;
using MultiLLM.Server.Exposure;

namespace MultiLLM.Server.Hosting;

/// <summary>Where the service listens and how it ends. Section <c>MultiLLM:Server</c>.</summary>
public sealed class ServerOptions : IValidatableObject
{
    public const string Section = "MultiLLM:Server";
    public const int DefaultPort = 8007;

    /// <summary>An IP address, "localhost", or "*" for all interfaces.</summary>
    [Required]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>0: any free one.</summary>
    [Range(0, 65_535)]
    public int Port { get; set; } = DefaultPort;

    /// <summary>How long answers in progress may take after the order to stop; then they end with an error.</summary>
    [Range(0, 3600)]
    public double ShutdownTimeoutSeconds { get; set; } = 10;

    /// <summary>Of log lines: "plain" for people, "json" for programs.</summary>
    [AllowedValues("plain", "json")]
    public string LogFormat { get; set; } = "plain";

    /// <summary>
    /// Names that a request's Host may have besides those of the loopback interface and, where the service listens beyond it, addresses and this machine's own
    /// name: exact, "*.example.com", or "*" for any.
    /// </summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>Origins of web pages that may use the service from a browser, such as "https://app.example.com". Empty: none but its own.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>Addresses, or networks such as "10.0.0.0/8", of proxies whose X-Forwarded headers count. Empty: nobody's do.</summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>The address as Kestrel spells it.</summary>
    internal string UrlWith(string scheme) => IPAddress.TryParse(Address, out var ip) && ip.AddressFamily is System.Net.Sockets.AddressFamily.InterNetworkV6
        ? $"{scheme}://[{ip}]:{Port}"
        : $"{scheme}://{Address}:{Port}";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Address is not ("localhost" or "*") && !IPAddress.TryParse(Address, out _))
            yield return new ValidationResult($"{Section}:Address must be an IP address, \"localhost\" or \"*\"; got \"{Address}\".");
        if (Address == "localhost" && Port == 0)
            yield return new ValidationResult($"{Section}:Port 0 needs an IP address, for example 127.0.0.1.");
        foreach (var name in AllowedHosts.Where(name => !HostNames.IsName(name)))
            yield return new ValidationResult($"{Section}:AllowedHosts has \"{name}\"; it takes names without a port, \"*.example.com\" or \"*\".");
        foreach (var origin in AllowedOrigins.Where(origin => !CrossOrigin.IsOrigin(origin)))
            yield return new ValidationResult($"{Section}:AllowedOrigins has \"{origin}\"; it takes origins such as \"https://app.example.com\", and each by its name.");
        foreach (var proxy in TrustedProxies.Where(proxy => !Exposure.TrustedProxies.TryParse(proxy, out _)))
            yield return new ValidationResult($"{Section}:TrustedProxies has \"{proxy}\"; it takes addresses and networks such as \"10.0.0.0/8\".");
    }
}
