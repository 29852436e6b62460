namespace MultiLLM.Contracts.Api;

/// <summary>Answer of <c>GET /system/residency</c>.</summary>
/// <param name="Models">Those that are in memory, on the way in or out, waited for, failed, or that left earlier.</param>
/// <param name="Budget">What they may hold together.</param>
/// <param name="PredictedBytes">Of all that are in memory.</param>
/// <param name="MeasuredBytes">Of all that are in memory and were measured.</param>
/// <param name="InFlight">Requests that are being worked on, by all models.</param>
/// <param name="Waiting">Requests that wait for a load.</param>
public sealed record ResidencyReport(
    IReadOnlyList<ResidentInfo> Models, BudgetInfo Budget, long PredictedBytes, long MeasuredBytes, int InFlight, int Waiting);

/// <summary>How one model stands in memory.</summary>
public sealed record ResidentInfo
{
    public required string Id { get; init; }

    /// <summary>"unloaded", "loading", "ready", "unloading" or "failed".</summary>
    public required string State { get; init; }

    /// <summary>Where it is loaded; "local" is this machine.</summary>
    public string? Host { get; init; }

    /// <summary>Fraction 0 to 1 while it loads.</summary>
    public double? LoadProgress { get; init; }
    public int? ProcessId { get; init; }

    /// <summary>Tokens that one request may hold.</summary>
    public int? ContextLength { get; init; }

    /// <summary>Memory was short, so the context is smaller than the model's usual one.</summary>
    public bool ContextShrunk { get; init; }
    public int? Slots { get; init; }

    /// <summary>Bytes expected before the load.</summary>
    public long? PredictedBytes { get; init; }

    /// <summary>Bytes it really holds, mapped model file included.</summary>
    public long? MeasuredBytes { get; init; }

    /// <summary>The engine's buffers by device.</summary>
    public IReadOnlyList<DeviceBytes>? Devices { get; init; }

    /// <summary>Where its layers went, and why; one sentence.</summary>
    public string? Placement { get; init; }

    /// <summary>From the order to load to ready.</summary>
    public double? LoadSeconds { get; init; }
    public DateTimeOffset? LoadedAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Requests it works on.</summary>
    public int InFlight { get; init; }

    /// <summary>Requests that wait for it to be loaded.</summary>
    public int Waiting { get; init; }

    /// <summary>How long no request has used it; absent: in use, or not ready.</summary>
    public double? IdleSeconds { get; init; }

    /// <summary>Neither idle time nor other models' needs unload it.</summary>
    public bool Pinned { get; init; }

    /// <summary>When idle time alone will unload it.</summary>
    public DateTimeOffset? KeepAliveUntil { get; init; }

    /// <summary>Why it was loaded, one sentence.</summary>
    public string? WhyLoaded { get; init; }

    /// <summary>Why it left memory last, one sentence.</summary>
    public string? WhyEvicted { get; init; }
    public DateTimeOffset? EvictedAt { get; init; }
    public string? LastError { get; init; }

    /// <summary>Loads and runs that failed in a row.</summary>
    public int Failures { get; init; }

    /// <summary>Requests are refused until then, because it kept failing.</summary>
    public DateTimeOffset? BackoffUntil { get; init; }
}

/// <summary>A model's buffers on one device.</summary>
/// <param name="Name">The engine's, for example "CPU" or "CUDA0".</param>
/// <param name="ModelBytes">Weights.</param>
/// <param name="KvBytes">Keys and values.</param>
/// <param name="ComputeBytes">Buffers of the computation.</param>
public sealed record DeviceBytes(string Name, long ModelBytes, long KvBytes, long ComputeBytes);
