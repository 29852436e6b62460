using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using MultiLLM.Core.Backends;

namespace MultiLLM.Core.Telemetry.Metrics;

/// <summary>Servers of remote models. Their names come from the configuration, and a bounded number of them get series.</summary>
internal sealed class BackendMetrics(IRemoteModels remotes, ModelLabels labels, TelemetryMeter telemetry) : IHostedService
{
    private const int MostServers = 500;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = telemetry.Meter;
        meter.CreateObservableGauge("multillm.backend.up", () => OfServers(server => server.Health is RemoteHealth.Up or RemoteHealth.Unknown ? 1 : 0), "1", "1 where a remote server gets requests, 0 where it is passed over.");
        meter.CreateObservableGauge("multillm.backend.requests.active", () => OfServers(server => server.InFlight), "{request}", "Requests at a remote server.");
        meter.CreateObservableGauge("multillm.backend.requests.waiting", OfModels, "{request}", "Requests that wait for one of a model's remote servers.");
        meter.CreateObservableCounter("multillm.backend.requests", () => OfServers(server => server.Requests), "{request}", "Requests that went to a remote server.");
        meter.CreateObservableCounter("multillm.backend.failures", () => OfServers(server => server.Failures), "{request}", "Those of them that it failed.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<long>> OfServers(Func<RemoteServerState, long> figure) =>
        remotes.States.SelectMany(model => model.Servers.Select(server => (Model: labels.Of(model.ModelId), server.Server.Name, Value: figure(server))))
            .GroupBy(one => (one.Model, one.Name), one => one.Value).Take(MostServers)
            .Select(group => new Measurement<long>(
                group.Sum(), new KeyValuePair<string, object?>(Attributes.Model, group.Key.Model), new KeyValuePair<string, object?>(Attributes.Server, group.Key.Name)));

    private IEnumerable<Measurement<long>> OfModels() => remotes.States.GroupBy(model => labels.Of(model.ModelId), model => model.Waiting)
        .Select(group => new Measurement<long>(group.Sum(), new KeyValuePair<string, object?>(Attributes.Model, group.Key)));
}
