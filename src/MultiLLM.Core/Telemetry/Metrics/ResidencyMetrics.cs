using System.Diagnostics.Metrics;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Telemetry.Metrics;

/// <summary>Counts what happens to models in memory.</summary>
internal sealed class ResidencyMetrics : IResidencyEventSink
{
    private readonly ModelLabels _labels;
    private readonly Counter<long> _loads;
    private readonly Counter<long> _evictions;
    private readonly Counter<long> _crashes;
    private readonly Counter<long> _refusals;
    private readonly Histogram<double> _loadTime;
    private readonly Histogram<double> _age;

    public ResidencyMetrics(TelemetryMeter meter, ModelLabels labels)
    {
        _labels = labels;
        _loads = meter.Counter("multillm.model.loads", "{load}", "Loads that ended, well or not.");
        _evictions = meter.Counter("multillm.model.evictions", "{eviction}", "Models told to leave memory, by what for.");
        _crashes = meter.Counter("multillm.model.crashes", "{crash}", "Runners of loaded models that died, or hung and were killed.");
        _refusals = meter.Counter("multillm.model.refusals", "{refusal}", "Times that all who waited for a model were turned away, for want of memory or after failures.");
        _loadTime = meter.Seconds("multillm.model.load.duration", "From the order to load to ready.", Buckets.LoadSeconds);
        _age = meter.Seconds("multillm.model.age_at_eviction", "How long a model had been loaded when it was told to leave.", Buckets.AgeSeconds);
    }

    public void Publish(ResidencyEvent happened)
    {
        var model = new KeyValuePair<string, object?>(Attributes.Model, _labels.Of(happened.ModelId));
        switch (happened.Kind)
        {
            case ResidencyEventKind.Loaded:
                _loads.Add(1, model, new(Attributes.Result, "ok"));
                if (happened.Seconds is { } took)
                    _loadTime.Record(took, model);
                break;
            case ResidencyEventKind.LoadFailed:
                _loads.Add(1, model, new(Attributes.Result, "failed"));
                break;
            case ResidencyEventKind.Unloading when happened.Cause is { } cause:
                _evictions.Add(1, model, new(Attributes.Reason, EnumWords<UnloadCause>.Of(cause)));
                if (happened.AgeSeconds is { } age)
                    _age.Record(age, model);
                break;
            case ResidencyEventKind.Crashed:
                _crashes.Add(1, model);
                break;
            case ResidencyEventKind.Refused:
                _refusals.Add(1, model);
                break;
        }
    }
}
