namespace MultiLLM.Server.Telemetry;

/// <summary>Section <c>MultiLLM:Telemetry</c>. Where traces, metrics and logs are sent is set by OpenTelemetry's own variables, see <see cref="ExportSettings"/>.</summary>
public sealed class TelemetryOptions
{
    public const string Section = "MultiLLM:Telemetry";

    /// <summary>Answer <c>GET /metrics</c>.</summary>
    public bool Metrics { get; set; } = true;
}
