using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Residency;

/// <summary>The scheduler's note on one model that takes up room.</summary>
internal sealed class Resident(long load, ModelDefinition model, LoadSize size, int host, string why, DateTimeOffset orderedAt)
{
    public long Load { get; } = load;
    public ModelDefinition Model { get; } = model;
    public LoadSize Size { get; } = size;

    /// <summary>Index in <see cref="ResidencyRules.Hosts"/>.</summary>
    public int Host { get; } = host;

    /// <summary>One sentence.</summary>
    public string WhyLoaded { get; } = why;
    public DateTimeOffset OrderedAt { get; } = orderedAt;
    public ModelState State { get; set; } = ModelState.Loading;
    public DateTimeOffset LoadedAt { get; set; }
    public DateTimeOffset LastUsedAt { get; set; } = orderedAt;
    public int Slots { get; set; } = 1;
    public int Leases { get; set; }
    public double Progress { get; set; }

    /// <summary>What it takes: expected, then measured.</summary>
    public long Bytes { get; set; } = size.Bytes;

    /// <summary>What of it the machine's available memory lacks; see <see cref="MemoryClaim"/>.</summary>
    public long SeenBytes { get; set; }

    /// <summary>Lends no more, because a model that waited too long gets its place.</summary>
    public bool Draining { get; set; }

    /// <summary>Before the present round of planning.</summary>
    public bool WasDraining { get; set; }

    /// <summary>Pinned by name; see also <see cref="IsPinned"/>.</summary>
    public bool Pinned { get; set; }

    /// <summary>What the last request that had a wish said; null: none had.</summary>
    public TimeSpan? KeepAlive { get; set; }

    /// <summary>A request was answered to its end.</summary>
    public bool Served { get; set; }

    /// <summary>Who asked for the unload under way.</summary>
    public List<long> UnloadAskers { get; } = [];

    public bool IsIdle => State == ModelState.Ready && Leases == 0;

    /// <summary>Neither idle time nor other models' needs evict it.</summary>
    public bool IsPinned => Pinned || KeepAlive == LoadDemand.Forever;

    public TimeSpan LoadTime => LoadedAt - OrderedAt;

    public MemoryClaim Claim => new(Bytes, SeenBytes, State == ModelState.Loading ? Bytes : SeenBytes);
}
