using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Catalog;

/// <summary>Owner of the known models. Readers take one snapshot and work on it.</summary>
public interface IModelCatalog
{
    CatalogSnapshot Current { get; }

    /// <summary>Looks at the model folders and the catalog files again, so that what was put there, changed or removed since is seen.</summary>
    ValueTask<CatalogSnapshot> RefreshAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The installed model of this id or alias; the folders are looked at again (at most once a second) before it counts as unknown.
    /// <see cref="ErrorCode.ModelNotFound"/> names close matches.
    /// </summary>
    ValueTask<Result<ModelDefinition>> FindAsync(string idOrAlias, CancellationToken cancellationToken);
}
