using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Catalog.Fit;

public enum FitVerdict
{
    /// <summary>It is in memory with such a context already.</summary>
    Loaded,

    /// <summary>Into what is free.</summary>
    Fits,

    /// <summary>When idle models make room.</summary>
    FitsAfterUnloading,

    /// <summary>Only with a smaller context than asked for.</summary>
    FitsWithLessContext,
    TooLarge,

    /// <summary>
    /// Something other than memory stands against it: the context is longer than it was trained for, the disk is too full for its file, or a GPU
    /// was asked for that cannot take it.
    /// </summary>
    NotAsAsked,

    /// <summary>This service cannot run models of its kind.</summary>
    CannotRun,

    /// <summary>Servers elsewhere answer for it: it takes no memory here.</summary>
    Remote,

    /// <summary>Its shape is not known before its file is here.</summary>
    Unknown,
}

/// <summary>Whether a model fits this machine now, with the numbers.</summary>
public sealed record ModelFit
{
    public required FitVerdict Verdict { get; init; }
    public bool Fits => Verdict is FitVerdict.Loaded or FitVerdict.Fits or FitVerdict.FitsAfterUnloading or FitVerdict.Remote;

    /// <summary>The sizes it was judged for; null: it cannot be run, or its shape is not known.</summary>
    public LoadPlan? Plan { get; init; }

    /// <summary>All it takes, wherever; null like <see cref="Plan"/>.</summary>
    public Footprint? Needs { get; init; }

    /// <summary>Of main memory: what is not on GPUs; predictions with the margin that a load is given.</summary>
    public long NeededBytes => Needs switch
    {
        null => 0,
        { Source: not FootprintSource.Predicted } => Math.Max(Needs.OverheadBytes, Needs.TotalBytes - Gpu.Bytes),
        _ => (long)(Math.Max(Needs.OverheadBytes, Needs.TotalBytes - Gpu.Bytes) * LoadSizing.PredictionMargin),
    };
    public required MemoryRoom Memory { get; init; }

    /// <summary>Tokens it was trained for; null: not known.</summary>
    public int? TrainedContextLength { get; init; }

    /// <summary>Most tokens with which it fits now, idle models unloaded; 0: none; null: not known.</summary>
    public int? LongestContext { get; init; }

    /// <summary>Null: its file is here.</summary>
    public DiskRoom? Disk { get; init; }
    public required GpuRoom Gpu { get; init; }

    /// <summary>What stands against it, one sentence each, with the numbers; empty where it fits.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>What would help, one sentence each.</summary>
    public IReadOnlyList<string> Advice { get; init; } = [];
}

/// <summary>Main memory for one more model.</summary>
/// <param name="TotalBytes">That this process may use.</param>
/// <param name="FreeBytes">Now.</param>
/// <param name="ReserveBytes">Kept for the rest of the machine.</param>
/// <param name="RoomBytes">That the memory budget leaves for another model now; negative where models hold more than they may.</param>
/// <param name="ReclaimableBytes">Held by loaded models that nobody uses and nobody pinned.</param>
public sealed record MemoryRoom(long TotalBytes, long FreeBytes, long ReserveBytes, long RoomBytes, long ReclaimableBytes)
{
    /// <summary>Held by everything that is not a model, as far as the system does not count it as available.</summary>
    public long OtherBytes { get; init; }

    public long RoomAfterUnloadingBytes => RoomBytes + ReclaimableBytes;
}

/// <param name="Folder">Where its file would be put.</param>
/// <param name="NeededBytes">Of the download; null: its size is not published.</param>
/// <param name="FreeBytes">Null: not known.</param>
public sealed record DiskRoom(string Folder, long? NeededBytes, long? FreeBytes)
{
    public bool IsShort => NeededBytes > FreeBytes;
}

/// <param name="Layers">That would be on GPUs; 0: it runs on the processor.</param>
/// <param name="Asked">Layers that were asked for; -1: as many as fit; 0: none.</param>
/// <param name="Bytes">That they take there, and not of main memory.</param>
/// <param name="Reason">One sentence, with the numbers.</param>
public sealed record GpuRoom(int Layers, int Asked, long Bytes, string Reason);

/// <summary>Another model that fits, as near as possible to one that does not.</summary>
/// <param name="Id">Of the model.</param>
/// <param name="Name">For a person.</param>
/// <param name="Installed">Its file is here.</param>
/// <param name="Fit">How it fits.</param>
public sealed record ClosestModel(string Id, string Name, bool Installed, ModelFit Fit);
