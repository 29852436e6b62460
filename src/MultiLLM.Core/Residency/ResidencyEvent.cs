namespace MultiLLM.Core.Residency;

public enum ResidencyEventKind
{
    /// <summary>A load was ordered.</summary>
    Loading,
    Loaded,

    /// <summary>A load failed, or was given up.</summary>
    LoadFailed,
    Unloading,

    /// <summary>The model's memory is back.</summary>
    Unloaded,

    /// <summary>A loaded model's runner died, or hung and was killed.</summary>
    Crashed,

    /// <summary>Callers were turned away: no memory, or the model backs off.</summary>
    Refused,
    Pinned,
    Unpinned,
}

/// <summary>Something that happened to a model in memory, and why.</summary>
/// <param name="Time">When.</param>
/// <param name="Kind">What.</param>
/// <param name="ModelId">The model.</param>
/// <param name="Reason">One sentence for a person, with numbers.</param>
/// <param name="Bytes">The memory concerned: expected while it loads, measured later; 0: not known.</param>
/// <param name="Seconds">How long a load took; null: no load ended.</param>
public sealed record ResidencyEvent(
    DateTimeOffset Time, ResidencyEventKind Kind, string ModelId, string Reason, long Bytes = 0, double? Seconds = null)
{
    /// <summary>Why, where it begins to unload; null else.</summary>
    public UnloadCause? Cause { get; init; }

    /// <summary>How long it had been loaded, where it begins to unload or died; null: it was not loaded yet.</summary>
    public double? AgeSeconds { get; init; }
}

/// <summary>Is told what happens to models in memory. All registered sinks are; calls come one at a time and must be quick.</summary>
public interface IResidencyEventSink
{
    void Publish(ResidencyEvent happened);
}
