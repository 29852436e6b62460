using System.Collections.Frozen;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Policy;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Health.Watching;
using MultiLLM.Core.Monitoring;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Health.Scoring;

/// <summary>Everything a score looks at, as it stood at one moment.</summary>
internal sealed record HealthInputs
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>Installed ones.</summary>
    public required IReadOnlyList<ModelDefinition> Models { get; init; }
    public required ResidencySnapshot Residency { get; init; }
    public required HealthSnapshot Standing { get; init; }

    /// <summary>Models passed over after repeated failures, and why, by id.</summary>
    public FrozenDictionary<string, string> OpenCircuits { get; init; } = FrozenDictionary<string, string>.Empty;
    public required MemoryStanding Memory { get; init; }
    public required DiskStanding Disk { get; init; }
    public required RecordingStatus Recording { get; init; }

    /// <summary>Null: none is kept here.</summary>
    public AuditStatus? Audit { get; init; }

    /// <summary>The content policy; null: there is none here.</summary>
    public PolicyState? Policy { get; init; }
    public bool IsStopping { get; init; }
}
