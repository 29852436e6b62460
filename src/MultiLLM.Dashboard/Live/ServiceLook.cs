using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Dashboard.Live;

/// <summary>
/// Asks the service how it stands, and for no more than can have changed: while nothing happens and nobody asks anything of a model, only which models
/// are used is asked each time, for nothing else tells of that.
/// </summary>
internal sealed class ServiceLook(MultiLLMClient client, TimeProvider time)
{
    /// <summary>Other programs use memory and processor too.</summary>
    public static readonly TimeSpan MachinePace = TimeSpan.FromSeconds(9);

    /// <summary>What counts for an hour is over without an event.</summary>
    public static readonly TimeSpan HealthPace = TimeSpan.FromSeconds(30);

    private LiveView _seen = LiveView.Nothing;
    private DateTimeOffset _machineAt;
    private DateTimeOffset _healthAt;

    /// <returns>The view as it is now; parts in which nothing is new are those of <paramref name="before"/>.</returns>
    public async Task<LiveView> AskAsync(LiveView before, CancellationToken cancellationToken)
    {
        var residency = await client.GetResidencyAsync(cancellationToken);
        var view = before with { Residency = Steady.Of(before.Residency, residency), Offline = null };
        var eventful = residency.InFlight + residency.Waiting > 0 || view.Residency != _seen.Residency || view.Events != _seen.Events;
        if (eventful || view.Resources is null || Passed(_machineAt, MachinePace))
        {
            view = view with { Resources = Steady.Of(view.Resources, await client.GetResourcesAsync(cancellationToken)) };
            _machineAt = time.GetUtcNow();
        }
        if (eventful || view.Health is null || Passed(_healthAt, HealthPace))
        {
            view = view with { Health = Steady.Of(view.Health, await client.GetHealthAsync(cancellationToken)) };
            _healthAt = time.GetUtcNow();
        }
        return _seen = view;
    }

    private bool Passed(DateTimeOffset since, TimeSpan pace) => time.GetUtcNow() - since >= pace;
}
