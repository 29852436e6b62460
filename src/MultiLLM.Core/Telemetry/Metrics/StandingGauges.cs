using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Events;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Monitoring;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Telemetry.Metrics;

/// <summary>
/// How things stand, read from the snapshots of those who know when somebody collects. A hosted service only so that it is there from the start.
/// </summary>
internal sealed class StandingGauges(
    TelemetryMeter telemetry, ModelLabels labels, IResidency residency, IAnalytics analytics, EventLog events, SpareRunnerPool spares, ISystemMonitor monitor,
    TimeProvider time) : IHostedService
{
    /// <summary>Several gauges are read in one collection, and looking at the machine is not free.</summary>
    private static readonly TimeSpan LookFor = TimeSpan.FromSeconds(1);

    /// <summary>Shown as zero until they happen: who watches a counter that begins at one misses the first event.</summary>
    private static readonly string[] s_kinds =
    [
        .. Enum.GetValues<ResidencyEventKind>().Select(EventKinds.Of),
        EventKinds.Fallback, EventKinds.MemoryLow, EventKinds.MemoryRecovered, EventKinds.AnalyticsProblem, EventKinds.AnalyticsSetAside, EventKinds.AnalyticsRecovered,
        EventKinds.Degraded, EventKinds.Recovered, EventKinds.MachineSlowed, EventKinds.MachineRecovered, EventKinds.DiskLow, EventKinds.DiskRecovered, EventKinds.LimitHit,
        EventKinds.BackendDown, EventKinds.BackendUp,
    ];

    private readonly Lock _gate = new();
    private SystemStanding? _looked;
    private long _lookedAt;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Models(telemetry.Meter);
        Memory(telemetry.Meter);
        Machine(telemetry.Meter);
        Recording(telemetry.Meter);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Models(Meter meter)
    {
        meter.CreateObservableGauge("multillm.models", ByState, "{model}", "Models by how they stand in memory.");
        meter.CreateObservableGauge("multillm.models.limit", () => residency.Snapshot.MaxConcurrentModels, "{model}", "Models that may be in memory at once.");
        meter.CreateObservableGauge("multillm.model.requests.active", () => OfEach(InMemory, model => model.InFlight), "{request}", "Requests that a loaded model works on or has queued.");
        meter.CreateObservableGauge("multillm.model.requests.waiting", () => OfEach(_ => true, model => model.Waiting), "{request}", "Requests that wait for a model's load.");
        meter.CreateObservableGauge("multillm.runners.spare", () => spares.ProcessIds.Count, "{process}", "Started, empty runners.");
        meter.CreateObservableCounter("multillm.events", Events, "{event}", "Events in the log, by kind.");
    }

    private void Memory(Meter meter)
    {
        meter.CreateObservableGauge("multillm.model.memory.predicted", () => OfEach(InMemory, model => model.PredictedBytes), "By", "What a model in memory was expected to hold.");
        meter.CreateObservableGauge(
            "multillm.model.memory.resident", () => OfEach(model => model.MeasuredBytes > 0, model => model.MeasuredBytes), "By", "What a model's runner really holds, its mapped file included.");
        meter.CreateObservableGauge("multillm.memory.budget", () => OfHosts(host => host.BudgetBytes), "By", "What all models together may hold, as counted last.");
        meter.CreateObservableGauge("multillm.memory.taken", () => OfHosts(host => host.TakenBytes), "By", "What models held when the budget was counted last.");
    }

    private void Machine(Meter meter)
    {
        meter.CreateObservableGauge("multillm.machine.memory.available", () => Look().Hardware.Memory.AvailableBytes, "By", "Main memory that can be taken without swapping.");
        meter.CreateObservableGauge("multillm.machine.memory.size", () => Look().Hardware.Memory.TotalBytes, "By", "Main memory of the machine or the container.");
        meter.CreateObservableGauge("multillm.machine.cpu.utilization", Utilization, "1", "Of all cores, by all processes, 0 to 1.");
        meter.CreateObservableGauge("multillm.machine.disk.free", () => Look().Store.FreeBytes, "By", "Room on the disk that models are fetched to.");
    }

    private void Recording(Meter meter)
    {
        meter.CreateObservableCounter("multillm.recording.written", () => analytics.Recording.Written, "{record}", "Records of requests in the database.");
        meter.CreateObservableGauge("multillm.recording.waiting", () => analytics.Recording.Waiting, "{record}", "Records of requests that wait to be written.");
        meter.CreateObservableCounter("multillm.recording.lost", () => analytics.Recording.Lost, "{record}", "Records of requests that could not be written.");
    }

    private static bool InMemory(ModelResidency model) => model.State is ModelState.Loading or ModelState.Ready or ModelState.Unloading;

    private IEnumerable<Measurement<int>> ByState()
    {
        var models = residency.Snapshot.Models.Values;
        foreach (var state in (ModelState[])[ModelState.Loading, ModelState.Ready, ModelState.Unloading, ModelState.Failed])
            yield return new(models.Count(model => model.State == state), new KeyValuePair<string, object?>(Attributes.State, EnumWords<ModelState>.Of(state)));
    }

    /// <summary>Models without a label of their own are one series, which must not be measured twice.</summary>
    private IEnumerable<Measurement<long>> OfEach(Func<ModelResidency, bool> which, Func<ModelResidency, long> figure) =>
        residency.Snapshot.Models.Values.Where(which)
            .GroupBy(model => labels.Of(model.ModelId), figure)
            .Select(group => new Measurement<long>(group.Sum(), new KeyValuePair<string, object?>(Attributes.Model, group.Key)));

    private IEnumerable<Measurement<long>> OfHosts(Func<HostMemory, long> figure) =>
        residency.Snapshot.Hosts.Select(host => new Measurement<long>(figure(host), new KeyValuePair<string, object?>(Attributes.Host, host.Host)));

    private IEnumerable<Measurement<long>> Events() => events.Counts
        .UnionBy(s_kinds.Select(kind => KeyValuePair.Create(kind, 0L)), count => count.Key, StringComparer.Ordinal)
        .Select(count => new Measurement<long>(count.Value, new KeyValuePair<string, object?>(Attributes.Kind, count.Key)));

    private IEnumerable<Measurement<double>> Utilization()
    {
        if (Look().Hardware.Cpu.Utilization is { } utilization)
            yield return new(utilization);
    }

    private SystemStanding Look()
    {
        lock (_gate)
        {
            if (_looked is null || time.GetElapsedTime(_lookedAt) > LookFor)
                (_looked, _lookedAt) = (monitor.Look(), time.GetTimestamp());
            return _looked;
        }
    }
}
