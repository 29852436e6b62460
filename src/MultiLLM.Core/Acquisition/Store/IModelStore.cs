using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Acquisition.Store;

/// <summary>The models under <c>MULTILLM_HOME/models</c>, each in a folder of its own. What is in it can be loaded, so it is verified first.</summary>
public interface IModelStore
{
    /// <summary>
    /// Takes a GGUF file of this machine in. <see cref="ErrorCode.InvalidSource"/>: no such file, or not one of this machine;
    /// <see cref="ErrorCode.InvalidModelFile"/>: no model; <see cref="ErrorCode.ModelExists"/>: the id is taken;
    /// <see cref="ErrorCode.DiskFull"/>.
    /// </summary>
    Task<Result<ModelDefinition>> ImportAsync(ImportOrder order, CancellationToken cancellationToken);

    /// <summary>
    /// Unloads a model and deletes its files. <see cref="ErrorCode.ModelBusy"/> while it is in use;
    /// <see cref="ErrorCode.ModelNotRemovable"/> where it does not lie in the store.
    /// </summary>
    Task<Result<Removal>> RemoveAsync(string idOrAlias, CancellationToken cancellationToken);
}

public enum ImportMode
{
    Copy,

    /// <summary>A symbolic link; the file stays where it is.</summary>
    Link,
    Move,
}

/// <param name="Path">Absolute, on this machine; of a split model any of its files.</param>
/// <param name="Id">The model's id here; null: what follows from the file's name.</param>
/// <param name="Mode">What becomes of the file.</param>
public sealed record ImportOrder(string Path, string? Id = null, ImportMode Mode = ImportMode.Copy);

/// <param name="ModelId">The model.</param>
/// <param name="Files">What was deleted, absolute paths.</param>
/// <param name="FreedBytes">Of files, not of links.</param>
public sealed record Removal(string ModelId, IReadOnlyList<string> Files, long FreedBytes);
