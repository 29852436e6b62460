namespace MultiLLM.Core.Residency.Memory;

/// <summary>Bytes a model takes, in its parts.</summary>
/// <param name="WeightBytes">The model's weights.</param>
/// <param name="KvBytes">Keys and values of all cells.</param>
/// <param name="ComputeBytes">Buffers of the computation.</param>
/// <param name="OverheadBytes">The runner's process itself.</param>
/// <param name="Source">How it is known.</param>
public sealed record Footprint(long WeightBytes, long KvBytes, long ComputeBytes, long OverheadBytes, FootprintSource Source)
{
    public long TotalBytes => WeightBytes + KvBytes + ComputeBytes + OverheadBytes;
}

public enum FootprintSource
{
    /// <summary>Computed from the model's shape.</summary>
    Predicted,

    /// <summary>Measured after an earlier load of the same file with the same plan.</summary>
    Measured,

    /// <summary>As a person said of a server of one's own.</summary>
    Configured,
}
