using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Telemetry;
using MultiLLM.Core.Telemetry.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace MultiLLM.Tests.Telemetry.Metrics;

/// <summary>A meter of a test's own and what OpenTelemetry's SDK makes of it.</summary>
internal sealed class CollectedMetrics : IDisposable
{
    private readonly List<MetricSnapshot> _exported = [];
    private readonly MeterProvider _provider;

    public CollectedMetrics() => _provider = Sdk.CreateMeterProviderBuilder()
        .AddMeter(TelemetryNames.Source)
        .AddView(instrument => Meter.Owns(instrument) ? null : MetricStreamConfiguration.Drop)
        .AddInMemoryExporter(_exported)
        .Build();

    public TelemetryMeter Meter { get; } = new();

    /// <summary>Sums of counters and histograms, values of gauges, by "label=value label=value" in the labels' order.</summary>
    public IReadOnlyDictionary<string, double> Of(string name)
    {
        _exported.Clear();
        _provider.ForceFlush();
        return _exported.Where(metric => metric.Name == name).SelectMany(metric => metric.MetricPoints.Select(point => (Labels(point), Value(metric, point))))
            .ToDictionary(series => series.Item1, series => series.Item2);
    }

    public IReadOnlyList<string> Names
    {
        get
        {
            _exported.Clear();
            _provider.ForceFlush();
            return [.. _exported.Select(metric => metric.Name)];
        }
    }

    /// <summary>Upper bounds of a histogram's buckets but the last, which has none.</summary>
    public IReadOnlyList<double> BoundsOf(string name)
    {
        _exported.Clear();
        _provider.ForceFlush();
        var bounds = new List<double>();
        foreach (var bucket in _exported.Single(metric => metric.Name == name).MetricPoints[0].GetHistogramBuckets())
            bounds.Add(bucket.ExplicitBound);
        return [.. bounds.SkipLast(1)];
    }

    public void Dispose()
    {
        _provider.Dispose();
        Meter.Dispose();
    }

    private static string Labels(MetricPoint point)
    {
        var labels = new List<string>();
        foreach (var (key, value) in point.Tags)
            labels.Add($"{key}={value}");
        return string.Join(' ', labels.Order(StringComparer.Ordinal));
    }

    private static double Value(MetricSnapshot metric, MetricPoint point) => metric.MetricType switch
    {
        MetricType.LongSum => point.GetSumLong(),
        MetricType.DoubleSum => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        MetricType.DoubleGauge => point.GetGaugeLastValueDouble(),
        _ => point.GetHistogramSum(),
    };
}

internal sealed class KnownModels(params string[] ids) : IModelCatalog
{
    public CatalogSnapshot Current { get; set; } = new([.. ids.Select(Model)], []);

    public static ModelDefinition Model(string id) => new()
    {
        Id = id, Name = id, Kind = ModelKind.Chat, Path = "/" + id, SizeBytes = 1, Parameters = 1, TrainedContextLength = 512, Aliases = [$"{id}-alias"],
    };

    public ValueTask<CatalogSnapshot> RefreshAsync(CancellationToken cancellationToken) => new(Current);

    public ValueTask<Result<ModelDefinition>> FindAsync(string idOrAlias, CancellationToken cancellationToken) =>
        new(Current.Find(idOrAlias) is { } model ? model : new Error(ErrorCode.ModelNotFound, idOrAlias));
}
