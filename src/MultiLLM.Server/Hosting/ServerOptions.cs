using System.ComponentModel.DataAnnotations;
using System.Net;

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

    /// <summary>Names besides those of the loopback interface that a request's Host may have where the service listens on loopback only.</summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>The address as Kestrel spells it.</summary>
    internal string Url => IPAddress.TryParse(Address, out var ip) && ip.AddressFamily is System.Net.Sockets.AddressFamily.InterNetworkV6
        ? $"http://[{ip}]:{Port}"
        : $"http://{Address}:{Port}";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Address is not ("localhost" or "*") && !IPAddress.TryParse(Address, out _))
            yield return new ValidationResult($"{Section}:Address must be an IP address, \"localhost\" or \"*\"; got \"{Address}\".");
        if (Address == "localhost" && Port == 0)
            yield return new ValidationResult($"{Section}:Port 0 needs an IP address, for example 127.0.0.1.");
    }
}
