using MultiLLM.Contracts.Api;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;

namespace MultiLLM.Server.Api;

internal static class ModelDescription
{
    /// <param name="model">The catalog's facts.</param>
    /// <param name="standing">How it stands in memory; null: unloaded.</param>
    /// <param name="defaultContext">Tokens one request may hold where the model configures nothing.</param>
    public static ModelInfo Of(ModelDefinition model, ModelResidency? standing, int defaultContext)
    {
        var info = Own(model, standing, defaultContext);
        return model.Entry is { } entry ? EntryDescription.WithFacts(info, entry) with { CannotRun = null } : info;
    }

    private static ModelInfo Own(ModelDefinition model, ModelResidency? standing, int defaultContext) => new()
    {
        Id = model.Id,
        Name = model.Name,
        Kind = EnumWords<ModelKind>.Of(model.Kind),
        State = model.IsRemote ? "remote" : StateOf(standing),
        Description = model.Description,
        License = model.License,
        Architecture = model.Architecture,
        Quantization = model.Quantization,
        Parameters = model.Parameters,
        SizeBytes = model.SizeBytes,
        ContextLength = (int?)standing?.Loaded?.ContextLength ?? model.ContextLimit(defaultContext),
        TrainedContextLength = model.TrainedContextLength,
        Type = EnumWords<ModelType>.Of(EntryDescription.TypeOf(model)),
        StarterModel = model.Starter,
        Notice = model.Notice,
        Aliases = model.Aliases,
        Loaded = LoadedOf(standing),
        LoadProgress = standing?.State is ModelState.Loading ? standing.LoadProgress ?? 0 : null,
        LastError = standing?.LastError,
        BackoffUntil = standing?.BackoffUntil,
    };

    public static string StateOf(ModelResidency? standing) => (standing?.State ?? ModelState.Unloaded) switch
    {
        ModelState.Loading => "loading",
        ModelState.Ready => "ready",
        ModelState.Unloading => "unloading",
        ModelState.Failed => "failed",
        _ => "unloaded",
    };

    private static LoadedInfo? LoadedOf(ModelResidency? standing) => standing?.Loaded is not { } loaded ? null : new LoadedInfo
    {
        ProcessId = standing.ProcessId,
        LoadSeconds = standing.LoadTime.TotalSeconds,
        LoadedAt = standing.LoadedAt,
        LastUsedAt = standing.LastUsedAt,
        Slots = (int)loaded.Slots,
        RequestsInFlight = standing.InFlight,
        Pinned = standing.Pinned,
        KeepAliveUntil = standing.KeepAliveUntil,
        ContextLength = (int)loaded.ContextLength,
        MemoryBytes = (long)(loaded.Memory?.RssBytes ?? 0),
        ModelBytes = (long)(loaded.Memory?.ModelBytes ?? 0),
        KvBytes = (long)(loaded.Memory?.KvBytes ?? 0),
        ComputeBytes = (long)(loaded.Memory?.ComputeBytes ?? 0),
        ChatTemplate = loaded.ChatTemplate is { Length: > 0 } template ? template : null,
    };
}
