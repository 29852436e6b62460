namespace MultiLLM.Core.Catalog;

/// <summary>Owner of the known models. Readers take one snapshot and work on it.</summary>
public interface IModelCatalog
{
    CatalogSnapshot Current { get; }

    /// <summary>Looks at the model folders again, so that files put there or removed since are seen.</summary>
    ValueTask<CatalogSnapshot> RefreshAsync(CancellationToken cancellationToken);
}
