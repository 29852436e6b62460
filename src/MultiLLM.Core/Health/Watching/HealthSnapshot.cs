using System.Collections.Frozen;
using MultiLLM.Core.Health.Degradation;

namespace MultiLLM.Core.Health.Watching;

/// <summary>How models did lately, at one moment.</summary>
/// <param name="Findings">Models that are not as usual.</param>
/// <param name="Traffic">Of the last hour, by model.</param>
/// <param name="Known">Answers by which a model's usual pace is known, by model.</param>
public sealed record HealthSnapshot(
    IReadOnlyList<Finding> Findings, FrozenDictionary<string, ModelTraffic> Traffic, FrozenDictionary<string, long> Known)
{
    public static HealthSnapshot Empty { get; } = new([], FrozenDictionary<string, ModelTraffic>.Empty, FrozenDictionary<string, long>.Empty);

    /// <summary>Share of the processor that other programs take, 0 to 1; null: not known.</summary>
    public double? OtherPrograms { get; init; }

    /// <summary>Requests that came too fast to be looked at.</summary>
    public long Dropped { get; init; }

    public ModelTraffic TrafficOf(string modelId) => Traffic.GetValueOrDefault(modelId) ?? ModelTraffic.None;
}
