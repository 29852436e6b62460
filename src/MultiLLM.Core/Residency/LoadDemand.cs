using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Residency;

/// <summary>Who wants a model loaded.</summary>
public enum LoadCause
{
    /// <summary>A request that will use it.</summary>
    Request,

    /// <summary>The configuration, at the start.</summary>
    Preload,

    /// <summary>Somebody who asked for just that; a model that backs off is tried at once.</summary>
    Explicit,
}

/// <summary>What a caller needs of a loaded model, and what may become of it afterwards.</summary>
public sealed record LoadDemand
{
    /// <summary>Keeps a model until it is unloaded on request (<see cref="KeepAlive"/>).</summary>
    public static readonly TimeSpan Forever = Timeout.InfiniteTimeSpan;

    public static LoadDemand Default { get; } = new();

    public LoadCause Cause { get; init; }

    /// <summary>Tokens of context to load it with; a model loaded with another context is loaded again. Null: as configured.</summary>
    public int? ContextLength { get; init; }

    /// <summary>How its keys and values are kept; a model that keeps them otherwise is loaded again. Embedding models keep none. Null: as configured.</summary>
    public KvCacheType? KvType { get; init; }

    /// <summary>Where memory is short, a context of so many tokens will do; null: only the whole one.</summary>
    public int? SufficientContext { get; init; }

    /// <summary>
    /// How long the model stays after its last use: zero unloads it at once, <see cref="Forever"/> pins it. Holds until another request says
    /// otherwise or the model leaves memory. Null: leaves that as it is.
    /// </summary>
    public TimeSpan? KeepAlive { get; init; }

    /// <summary>Only where it is loaded and has a slot free at once; else <see cref="Errors.ErrorCode.ModelBusy"/>. Nothing is loaded, and nobody waits.</summary>
    public bool AtOnce { get; init; }

    /// <summary>Keep it in memory until it is unpinned or unloaded on request, whatever requests say.</summary>
    public bool Pin { get; init; }
}
