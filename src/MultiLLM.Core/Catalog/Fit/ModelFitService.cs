using Microsoft.Extensions.Options;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Hardware.Files;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Catalog.Fit;

internal sealed class ModelFitService(
    IFootprints footprints, IMemoryRoom memory, IHardware hardware, EngineReport engine, IResidency residency, IOptions<MultiLLMOptions> options) : IModelFit
{
    private readonly FitCheck _check = new(footprints);

    public ModelFit Judge(ModelDefinition model, FitRequest? request = null) => Judge(model, request ?? new FitRequest(), Conditions());

    public ModelFit Judge(CatalogEntry entry, FitRequest? request = null) => Judge(Prospective(entry), request ?? new FitRequest(), Conditions());

    public ClosestModel? ClosestTo(string idOrAlias, CatalogSnapshot catalog, FitRequest? request = null)
    {
        var entry = catalog.FindEntry(idOrAlias);
        if ((catalog.Find(idOrAlias) ?? (entry is null ? null : Prospective(entry))) is not { } wanted || entry?.Type == ModelType.Reranker)
            return null;
        var conditions = Conditions();
        var others = catalog.Models.Where(other => !other.IsRemote).Concat(catalog.NotInstalled.Where(other => other.CannotRun is null).Select(Prospective)).ToList();
        var context = request?.ContextLength;
        return Among(others.Where(other => !(other.TrainedContextLength < context)), context) ?? Among(others, null);

        ClosestModel? Among(IEnumerable<ModelDefinition> models, int? contextLength) =>
            ClosestFit.Find(wanted, models.Select(other => (other, Judge(other, new FitRequest(contextLength), conditions))));
    }

    /// <summary>A known model as it would be installed.</summary>
    public static ModelDefinition Prospective(CatalogEntry entry) => new()
    {
        Id = entry.Id,
        Name = entry.Name,
        Kind = entry.Kind ?? (entry.Type == ModelType.Embedding ? ModelKind.Embedding : ModelKind.Chat),
        Path = "",
        Architecture = entry.Shape?.Architecture,
        Parameters = entry.Parameters,
        SizeBytes = entry.Source?.SizeBytes ?? 0,
        Shape = entry.Shape,
        TrainedContextLength = entry.ContextLength,
        Starter = entry.Starter,
        Entry = entry,
    };

    private ModelFit Judge(ModelDefinition model, FitRequest request, FitConditions conditions)
    {
        var standing = residency.Snapshot.Find(model.Id);
        return _check.Judge(
            model, model.Entry?.Source?.SizeBytes, model.Path.Length > 0 ? null : model.Entry?.CannotRun, request,
            standing is { State: ModelState.Ready, Loaded: { } loaded } ? conditions with { LoadedContext = (int)loaded.ContextLength } : conditions);
    }

    private FitConditions Conditions()
    {
        var folder = options.Value.ModelFolders[0];
        var devices = hardware.Read().Gpus;
        return new FitConditions(
            memory.Read(),
            UsableGpus.Match(engine.Latest?.Gpus ?? [], devices),
            options.Value.EnableGpu,
            devices.Count == 0 ? "On the processor: this machine has no GPU." : "On the processor: the engine cannot compute on this machine's GPUs.",
            folder,
            DiskSpace.Look(folder)?.FreeBytes);
    }
}
