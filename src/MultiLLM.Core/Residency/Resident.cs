using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Residency;

/// <summary>The scheduler's note on one model that takes up room.</summary>
internal sealed class Resident(long load, ModelDefinition model, DateTimeOffset orderedAt)
{
    public long Load { get; } = load;
    public ModelDefinition Model { get; } = model;
    public DateTimeOffset OrderedAt { get; } = orderedAt;
    public ModelState State { get; set; } = ModelState.Loading;
    public DateTimeOffset LoadedAt { get; set; }
    public DateTimeOffset LastUsedAt { get; set; } = orderedAt;
    public int Slots { get; set; } = 1;
    public int Leases { get; set; }
    public double Progress { get; set; }

    /// <summary>Lends no more, because a model that waited too long gets its place.</summary>
    public bool Draining { get; set; }

    /// <summary>Who asked for the unload under way.</summary>
    public List<long> UnloadAskers { get; } = [];

    public bool IsIdle => State == ModelState.Ready && Leases == 0;
}
