using Microsoft.Extensions.Logging;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Events;
using MultiLLM.Core.Prefixes;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Acquisition.Store;

/// <param name="Path">Where the verified file lies.</param>
/// <param name="Name">What it will be called.</param>
/// <param name="Sha256">Its digest.</param>
internal sealed record StagedFile(string Path, string Name, string Sha256);

/// <summary>Owner of the files in the store: one change at a time.</summary>
internal sealed partial class ModelStore(
    StorePaths paths, ImportFiles imports, IModelCatalog catalog, IResidency residency, PrefixFolders prefixes, IEventLog happenings, TimeProvider time, ILogger<ModelStore> log) : IModelStore, IDisposable
{
    private readonly SemaphoreSlim _changing = new(1);

    public string Folder => paths.Folder;

    public void Dispose() => _changing.Dispose();

    /// <summary>Whether a plan's files are here already, by their digests; null: they are to be fetched.</summary>
    public async Task<Result<PullOutcome>?> FindPulledAsync(PullPlan plan, IEnumerable<string?> digests, CancellationToken cancellationToken)
    {
        var folder = paths.FolderOf(plan.Id);
        if (!folder.IsSuccess)
            return folder.Error;
        var path = Path.Combine(folder.Value, plan.FileNames[0]);
        var models = await catalog.RefreshAsync(cancellationToken);
        if (!File.Exists(path))
        {
            if (models.Find(plan.Id) is not { } other || !other.Id.Equals(plan.Id, StringComparison.OrdinalIgnoreCase))
                return null;
            return plan.CatalogId is not null
                ? new PullOutcome(other, Changed: false)
                : Exists($"There is a model \"{other.Id}\" already, at {other.Path}. Give this one another id.");
        }
        if (ModelSidecar.Read(StorePaths.SettingsOf(path)).Value?.Source is not { } source)
            return Exists($"{path} is there already and was not fetched from the hub. Remove \"{plan.Id}\" first, or give this one another id.");
        if (source.Repository != plan.Source.Repository)
            return Exists($"There is a model \"{plan.Id}\" already, from {source.Repository}. Remove it first, or give this one another id.");
        if (source.Digests.SequenceEqual(digests, StringComparer.OrdinalIgnoreCase) && ModelAt(models, plan.Id, path) is { } present)
            return new PullOutcome(present, Changed: false);
        return null;
    }

    /// <summary>Takes fetched and verified files in; an older version of the model is replaced.</summary>
    public async Task<Result<PullOutcome>> InstallAsync(PullPlan plan, IReadOnlyList<StagedFile> files, string? commit, CancellationToken cancellationToken)
    {
        var source = new SidecarSource
        {
            Repository = plan.Source.Repository,
            Revision = commit ?? plan.Source.Revision,
            File = plan.Source.Files[0].Path,
            Sha256 = files[0].Sha256,
            ShardSha256 = files.Count > 1 ? [.. files.Select(file => file.Sha256)] : null,
            PulledAt = time.GetUtcNow(),
        };
        var installed = await ChangeAsync(plan.Id, folder =>
        {
            // What people wrote into the settings of the older version stays.
            var settings = ModelSidecar.Read(StorePaths.SettingsOf(Path.Combine(folder, files[0].Name))).Value ?? new ModelSidecar();
            ModelPlacement.Place(folder, [.. files.Select(file => new PlacedFile(file.Path, file.Name))], settings with { CatalogId = plan.CatalogId, Source = source });
            return Path.Combine(folder, files[0].Name);
        }, cancellationToken);
        return installed.IsSuccess ? new PullOutcome(installed.Value, Changed: true) : installed.Error;
    }

    public async Task<Result<ModelDefinition>> ImportAsync(ImportOrder order, CancellationToken cancellationToken)
    {
        try
        {
            var prepared = await imports.PrepareAsync(order, paths, cancellationToken);
            if (!prepared.IsSuccess)
                return prepared.Error;
            using var import = prepared.Value;
            if ((await catalog.RefreshAsync(cancellationToken)).Find(import.Id) is { } other)
                return Exists($"There is a model \"{other.Id}\" already, at {other.Path}. Give this one another id.") with { Param = "as" };
            var folder = paths.FolderOf(import.Id);
            if (folder.IsSuccess && import.Files.FirstOrDefault(file => File.Exists(Path.Combine(folder.Value, file.Name))) is { } taken)
                return Exists($"{Path.Combine(folder.Value, taken.Name)} is there already. Give this model another id.") with { Param = "as" };
            if (await import.StageAsync(cancellationToken) is { } failure)
                return failure;
            var imported = await ChangeAsync(import.Id, to =>
            {
                ModelPlacement.Place(to, import.Staged, import.Settings);
                return Path.Combine(to, import.Staged[0].Name);
            }, cancellationToken);
            if (imported.IsSuccess)
            {
                LogImported(imported.Value.Id, order.Path);
                happenings.Publish(new SystemEvent { Kind = EventKinds.Imported, ModelId = imported.Value.Id, Message = $"{imported.Value.Id} was imported from {order.Path}." });
            }
            return imported;
        }
        catch (Exception failure) when (DiskErrors.Of(failure) is { } error)
        {
            return error;
        }
    }

    public async Task<Result<Removal>> RemoveAsync(string idOrAlias, CancellationToken cancellationToken)
    {
        var found = await catalog.FindAsync(idOrAlias, cancellationToken);
        if (!found.IsSuccess)
            return found.Error with { Param = "id" };
        var model = found.Value;
        if (model.IsRemote)
            return NotRemovable($"\"{model.Id}\" is answered by servers elsewhere and has no file here. Take its entry out of the catalog file that names them.");
        if (model.Starter && paths.RelativeOf(model.Path) is null)
            return NotRemovable($"\"{model.Id}\" comes with the service. MultiLLM:StarterFolder set to an empty text hides the starter models.");
        if (paths.RelativeOf(model.Path) is null)
            return NotRemovable($"\"{model.Id}\" lies at {model.Path}, which is outside the store ({paths.Folder}) or reached through a link. Delete the file there yourself.");
        var unloaded = await residency.UnloadAsync(model.Id, cancellationToken);
        if (!unloaded.IsSuccess)
            return unloaded.Error;
        await _changing.WaitAsync(cancellationToken);
        try
        {
            var removal = Delete(model);
            await catalog.RefreshAsync(CancellationToken.None);
            // Who came between the two still has the file open; nobody else will get it.
            await residency.UnloadAsync(model.Id, CancellationToken.None);
            prefixes.Remove(model.Id);
            LogRemoved(model.Id, removal.FreedBytes);
            happenings.Publish(new SystemEvent { Kind = EventKinds.Removed, ModelId = model.Id, Bytes = removal.FreedBytes, Message = $"{model.Id} was removed." });
            return removal;
        }
        catch (Exception failure) when (DiskErrors.Of(failure) is { } error)
        {
            return error;
        }
        finally
        {
            _changing.Release();
        }
    }

    private static Removal Delete(ModelDefinition model)
    {
        var folder = Path.GetDirectoryName(model.Path)!;
        var names = ShardNames.AllOf(Path.GetFileName(model.Path));
        var files = names.Select(name => new FileInfo(Path.Combine(folder, name)))
            .Append(new FileInfo(StorePaths.SettingsOf(model.Path)))
            .Where(file => file.Exists || file.LinkTarget is not null).ToArray();
        var freed = files.Where(file => file.LinkTarget is null).Sum(file => file.Length);
        ModelPlacement.Undo(folder, files.Select(file => file.FullName));
        return new Removal(model.Id, [.. files.Select(file => file.FullName)], freed);
    }

    // Afterwards the catalog has the model; one it does not take is taken out again.
    private async Task<Result<ModelDefinition>> ChangeAsync(string id, Func<string, string> place, CancellationToken cancellationToken)
    {
        var folder = paths.FolderOf(id);
        if (!folder.IsSuccess)
            return folder.Error;
        await _changing.WaitAsync(cancellationToken);
        try
        {
            var path = await Task.Run(() => place(folder.Value), CancellationToken.None);
            var models = await catalog.RefreshAsync(CancellationToken.None);
            if (ModelAt(models, id, path) is { } model)
            {
                await residency.UnloadAsync(model.Id, CancellationToken.None); // an idle older version; a busy one goes on until it is idle
                return model;
            }
            var reason = models.Problems.FirstOrDefault(problem => problem.Path == path)?.Reason ?? "The catalog does not take it.";
            ModelPlacement.Undo(folder.Value, [path, StorePaths.SettingsOf(path)]);
            return new Error(ErrorCode.InvalidModelFile, $"{Path.GetFileName(path)}: {reason}");
        }
        finally
        {
            _changing.Release();
        }
    }

    private static ModelDefinition? ModelAt(CatalogSnapshot models, string id, string path) =>
        models.Find(id) is { } found && found.Path == path ? found : models.Models.FirstOrDefault(model => model.Path == path);

    private static Error Exists(string message) => new(ErrorCode.ModelExists, message, "model");

    private static Error NotRemovable(string message) => new(ErrorCode.ModelNotRemovable, message, "id");

    [LoggerMessage(LogLevel.Information, "Imported {Model} from {Path}")]
    private partial void LogImported(string model, string path);

    [LoggerMessage(LogLevel.Information, "Removed {Model}; {Bytes} bytes are free again")]
    private partial void LogRemoved(string model, long bytes);
}
