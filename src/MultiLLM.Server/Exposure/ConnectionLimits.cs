using System.ComponentModel.DataAnnotations;

namespace MultiLLM.Server.Exposure;

/// <summary>What connections may take, before anything is known of who is at their other end. Section <c>MultiLLM:Server:Connections</c>.</summary>
public sealed class ConnectionLimits
{
    public const string Section = "MultiLLM:Server:Connections";

    /// <summary>Open at the same time; beyond them a new one is closed at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 8192;

    /// <summary>Of one address beyond this machine; of IPv6, of one network of 64 bits.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnectionsPerAddress { get; set; } = 512;

    /// <summary>Connections of open pages.</summary>
    [Range(1, 1_000_000)]
    public int MaxWebSockets { get; set; } = 512;

    /// <summary>Seconds between two requests of one connection.</summary>
    [Range(0.1, 86_400)]
    public double IdleSeconds { get; set; } = 130;

    /// <summary>Seconds in which the head of a request must be here.</summary>
    [Range(0.1, 3600)]
    public double HeadSeconds { get; set; } = 15;

    /// <summary>Bytes per second at which a body must come, and an answer be taken; 0: at any pace.</summary>
    [Range(0, 1_000_000)]
    public double LeastBytesPerSecond { get; set; } = 240;

    /// <summary>Seconds a body or an answer may fall below that.</summary>
    [Range(1, 3600)]
    public double SlowSeconds { get; set; } = 15;

    /// <summary>Bytes of a request's head.</summary>
    [Range(4096, 1 << 20)]
    public int MaxHeadBytes { get; set; } = 32 << 10;
}
