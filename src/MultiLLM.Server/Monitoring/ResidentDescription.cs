using MultiLLM.Contracts.Api;
using MultiLLM.Core.Residency;
using MultiLLM.Server.Api;

namespace MultiLLM.Server.Monitoring;

internal static class ResidentDescription
{
    /// <param name="model">How it stands.</param>
    /// <param name="placement">Where its layers went.</param>
    /// <param name="now">For the idle time.</param>
    public static ResidentInfo Of(ModelResidency model, string? placement, DateTimeOffset now)
    {
        var isReady = model.State is ModelState.Ready or ModelState.Unloading;
        return new ResidentInfo
        {
            Id = model.ModelId,
            State = ModelDescription.StateOf(model),
            Host = model.Host,
            LoadProgress = model.State is ModelState.Loading ? model.LoadProgress ?? 0 : null,
            ProcessId = Known(model.ProcessId),
            ContextLength = (int?)model.Loaded?.ContextLength ?? model.Plan?.ContextLength,
            ContextShrunk = model.ContextShrunk,
            Slots = (int?)model.Loaded?.Slots,
            PredictedBytes = Known(model.PredictedBytes),
            MeasuredBytes = Known(model.MeasuredBytes) ?? Known((long)(model.Loaded?.Memory?.RssBytes ?? 0)),
            Devices = model.Loaded?.Devices.Select(device => new DeviceBytes(device.Name, (long)device.ModelBytes, (long)device.KvBytes, (long)device.ComputeBytes)).ToList(),
            Placement = BudgetDescription.IsInMemory(model) ? placement : null,
            LoadSeconds = isReady ? model.LoadTime.TotalSeconds : null,
            LoadedAt = isReady ? model.LoadedAt : null,
            LastUsedAt = isReady ? model.LastUsedAt : null,
            InFlight = model.InFlight,
            Waiting = model.Waiting,
            IdleSeconds = model.IdleSince is { } since ? Math.Max(0, (now - since).TotalSeconds) : null,
            Pinned = model.Pinned,
            KeepAliveUntil = model.KeepAliveUntil,
            WhyLoaded = model.WhyLoaded,
            WhyEvicted = model.WhyEvicted,
            EvictedAt = model.EvictedAt,
            LastError = model.LastError,
            Failures = model.Failures,
            BackoffUntil = model.BackoffUntil,
        };
    }

    private static int? Known(int number) => number == 0 ? null : number;

    private static long? Known(long number) => number == 0 ? null : number;
}
