using Microsoft.Extensions.Options;

namespace MultiLLM.Server.Telemetry;

/// <summary>
/// What is sent to a collector, by OpenTelemetry's standard variables: a signal is sent when an endpoint is set for it or for all, unless its exporter is
/// "none". The exporter itself reads the rest (headers, protocol, timeouts, sampler).
/// </summary>
internal sealed record ExportSettings(bool Traces, bool Metrics, bool Logs)
{
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private static readonly string[] s_signals = ["TRACES", "METRICS", "LOGS"];
    private static readonly string[] s_protocols = ["grpc", "http/protobuf"];

    public bool Any => Traces || Metrics || Logs;

    public static ExportSettings Read(IConfiguration all)
    {
        var disabled = string.Equals(all["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase);
        return new(IsOn("TRACES"), IsOn("METRICS"), IsOn("LOGS"));

        bool IsOn(string signal) => !disabled
            && (IsSet(all, Endpoint) || IsSet(all, Of(Endpoint, signal)))
            && !string.Equals(all[$"OTEL_{signal}_EXPORTER"], "none", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The SDK would send to its default address instead of saying so.</summary>
    public static IEnumerable<string> Problems(IConfiguration all)
    {
        foreach (var name in s_signals.Select(signal => Of(Endpoint, signal)).Prepend(Endpoint))
            if (IsSet(all, name) && !(Uri.TryCreate(all[name], UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
                yield return $"{name} is \"{all[name]}\"; it takes an address such as http://127.0.0.1:4318.";
        foreach (var name in s_signals.Select(signal => Of(Protocol, signal)).Prepend(Protocol))
            if (IsSet(all, name) && !s_protocols.Contains(all[name]))
                yield return $"{name} is \"{all[name]}\"; it takes {string.Join(" or ", s_protocols)}.";
        foreach (var name in s_signals.Select(signal => $"OTEL_{signal}_EXPORTER"))
            if (IsSet(all, name) && all[name] is not ("otlp" or "none"))
                yield return $"{name} is \"{all[name]}\"; it takes otlp or none.";
    }

    private static string Of(string name, string signal) => name.Replace("OTLP_", $"OTLP_{signal}_", StringComparison.Ordinal);

    private static bool IsSet(IConfiguration all, string name) => !string.IsNullOrWhiteSpace(all[name]);
}

internal sealed class ValidateExport(IConfiguration all) : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options) =>
        ExportSettings.Problems(all).ToList() is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
}
