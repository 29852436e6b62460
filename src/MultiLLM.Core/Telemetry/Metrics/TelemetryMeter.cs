using System.Diagnostics.Metrics;

namespace MultiLLM.Core.Telemetry.Metrics;

/// <summary>The service's meter. Each service in a process has its own, told apart by its scope.</summary>
public sealed class TelemetryMeter : IDisposable
{
    public TelemetryMeter() => Meter = new Meter(new MeterOptions(TelemetryNames.Source) { Scope = this });

    public Meter Meter { get; }

    /// <summary>It is one of this service's.</summary>
    public bool Owns(Instrument instrument) => ReferenceEquals(instrument.Meter.Scope, this);

    public void Dispose() => Meter.Dispose();

    internal Counter<long> Counter(string name, string unit, string description) => Meter.CreateCounter<long>(name, unit, description);

    internal Histogram<double> Seconds(string name, string description, double[] bounds) =>
        Meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
}
