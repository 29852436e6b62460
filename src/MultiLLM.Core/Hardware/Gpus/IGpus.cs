namespace MultiLLM.Core.Hardware.Gpus;

/// <summary>Looks at the GPUs. None is normal.</summary>
internal interface IGpus
{
    /// <summary>As of a few seconds ago at most, once they have been looked at; never waits.</summary>
    IReadOnlyList<GpuDevice> Latest { get; }

    /// <summary>As of now.</summary>
    Task<IReadOnlyList<GpuDevice>> LookAsync(CancellationToken cancellationToken);
}
