using MultiLLM.Contracts.Api;

namespace MultiLLM.Dashboard.Live;

/// <summary>What every page shows of the service, as it stood at one moment.</summary>
public sealed record LiveView
{
    public static LiveView Nothing { get; } = new();

    /// <summary>Null: not known yet.</summary>
    public ResourcesReport? Resources { get; init; }

    /// <summary>Null: not known yet.</summary>
    public ResidencyReport? Residency { get; init; }

    /// <summary>How the service and its models do. Null: not known yet.</summary>
    public HealthOverview? Health { get; init; }

    /// <summary>Newest first, at most <see cref="LiveFeed.KeptEvents"/>.</summary>
    public IReadOnlyList<EventInfo> Events { get; init; } = [];

    /// <summary>Why the service does not answer; null: it does.</summary>
    public string? Offline { get; init; }
}
