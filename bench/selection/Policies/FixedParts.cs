using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hardware;

namespace MultiLLM.SelectionBench.Policies;

/// <summary>A catalog that does not change.</summary>
internal sealed class FixedCatalog(CatalogSnapshot snapshot) : IModelCatalog
{
    public CatalogSnapshot Current => snapshot;

    public ValueTask<CatalogSnapshot> RefreshAsync(CancellationToken cancellationToken) => new(snapshot);

    public ValueTask<Result<ModelDefinition>> FindAsync(string idOrAlias, CancellationToken cancellationToken) =>
        new(snapshot.Find(idOrAlias) is { } model ? model : new Error(ErrorCode.ModelNotFound, $"There is no model \"{idOrAlias}\".", "model"));
}

/// <summary>A machine whose memory is for models alone.</summary>
internal sealed class FixedHardware(long bytes) : IHardware
{
    public HardwareSnapshot Read() => new(new MemoryStanding(bytes, bytes, "simulated"), new CpuStanding(1, null, "simulated"), []);
}
