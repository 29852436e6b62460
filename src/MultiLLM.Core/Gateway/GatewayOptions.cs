using System.ComponentModel.DataAnnotations;

namespace MultiLLM.Core.Gateway;

/// <summary>Who is let in, and where keys are kept. Section "MultiLLM:Gateway".</summary>
public sealed class GatewayOptions
{
    public const string Section = "MultiLLM:Gateway";

    /// <summary>
    /// Ask for a key. Unset: only of requests that do not come straight from this machine. False: of nobody, which goes with a service on loopback only.
    /// </summary>
    public bool? RequireKeys { get; set; }

    /// <summary>PostgreSQL, shared by several gateways; empty: that of analytics where it is set, else a file of its own.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The SQLite file. Default: <c>Home/gateway.db</c>.</summary>
    public string Database { get; set; } = "";

    /// <summary>How often is looked for keys that another gateway or the command line made, changed or revoked.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan KeyInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>While the database of keys does not answer, keys are taken as they were known for so long; then they are refused, because one may be revoked.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan KeysMaxAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Wrong keys that one address may send in a minute before it is told to wait.</summary>
    [Range(1, 100_000)]
    public int FailuresPerMinute { get; set; } = 30;
}
