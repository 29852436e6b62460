using MultiLLM.Core.Catalog;
using MultiLLM.Core.Catalog.Fit;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Server.FunctionalTests.Fakes;

/// <summary>Models larger than 1500 bytes do not fit, and tiny-chat is then the closest one.</summary>
internal sealed class FakeFit : IModelFit
{
    private const long Room = 1500;

    public FitRequest? LastRequest { get; private set; }

    public ModelFit Judge(ModelDefinition model, FitRequest? request = null) => Judge(model.SizeBytes, null, request);

    public ModelFit Judge(CatalogEntry entry, FitRequest? request = null) => Judge(entry.Source?.SizeBytes ?? 0, entry.CannotRun, request);

    public ClosestModel? ClosestTo(string idOrAlias, CatalogSnapshot catalog, FitRequest? request = null) =>
        new(FakeModels.Chat.Id, FakeModels.Chat.Name, true, Judge(FakeModels.Chat));

    private ModelFit Judge(long bytes, string? cannotRun, FitRequest? request)
    {
        LastRequest = request ?? LastRequest;
        var context = request?.ContextLength ?? 512;
        var fits = bytes <= Room;
        return new ModelFit
        {
            Verdict = cannotRun is not null ? FitVerdict.CannotRun : fits ? FitVerdict.Fits : FitVerdict.TooLarge,
            Plan = cannotRun is null ? new LoadPlan(context, context, 8, 512) : null,
            Needs = cannotRun is null ? new Footprint(bytes, 0, 0, 0, FootprintSource.Measured) : null,
            Memory = new MemoryRoom(4000, Room, 0, Room, 0),
            Gpu = new GpuRoom(0, 0, 0, "On the processor: this machine has no GPU."),
            LongestContext = fits ? 512 : 0,
            TrainedContextLength = 512,
            Problems = cannotRun is not null ? [cannotRun] : fits ? [] : [$"It needs {bytes} bytes, {Room} are free."],
        };
    }
}
