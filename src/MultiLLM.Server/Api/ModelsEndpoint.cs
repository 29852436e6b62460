using Microsoft.Extensions.Options;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Api;

/// <summary><c>POST /models/{id}/load</c>, <c>/unload</c>, <c>/pin</c>, <c>/unpin</c> and <c>POST /models/unload-all</c></summary>
internal sealed class ModelsEndpoint(IModelCatalog catalog, IResidency residency, IOptions<MultiLLMOptions> options, ServerLimits limits, ShutdownGate shutdown)
{
    public async Task LoadAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } model
            || await RequestReading.ReadOptionalAsync(context, limits, LoadRequestReader.Read) is not { } demand)
        {
            return;
        }
        if (await IsRemoteAsync(context, model))
            return;
        var before = residency.Snapshot.Find(model.Id);
        if (await EnsureReadyAsync(context, model, demand) is { } plan)
            await SendAsync(context, model, changed: before?.State is not ModelState.Ready || before.Plan != plan || (demand.Pin && !before.Pinned));
    }

    public async Task PinAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } model || await IsRemoteAsync(context, model))
            return;
        var before = residency.Snapshot.Find(model.Id);
        if (await EnsureReadyAsync(context, model, new LoadDemand { Cause = LoadCause.Explicit, Pin = true }) is not null)
            await SendAsync(context, model, changed: before is not { Pinned: true });
    }

    public async Task UnpinAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } model)
            return;
        var unpinned = await residency.UnpinAsync(model.Id, context.RequestAborted);
        if (unpinned.IsSuccess)
            await SendAsync(context, model, changed: unpinned.Value);
        else
            await ErrorReplies.WriteAsync(context, unpinned.Error);
    }

    public async Task UnloadAllAsync(HttpContext context)
    {
        using var work = shutdown.Link(context);
        // What is in memory is a guess; each model's owner decides.
        var ids = residency.Snapshot.Models.Values.Where(m => m.State is ModelState.Ready or ModelState.Loading or ModelState.Unloading).Select(m => m.ModelId);
        var outcomes = await Task.WhenAll(ids.Order(StringComparer.Ordinal).Select(async id => (Id: id, Unloaded: await residency.UnloadAsync(id, work.Token))));
        var result = new UnloadAllResult(
            [.. outcomes.Where(o => o.Unloaded is { IsSuccess: true, Value: true }).Select(o => o.Id)],
            [.. outcomes.Where(o => !o.Unloaded.IsSuccess).Select(o => new KeptModel(o.Id, o.Unloaded.Error!.Message))]);
        await JsonReply.WriteAsync(context, StatusCodes.Status200OK, result, JsonReply.Api.UnloadAllResult);
    }

    public async Task UnloadAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } model)
            return;
        using var work = shutdown.Link(context);
        var unloaded = await residency.UnloadAsync(model.Id, work.Token);
        if (unloaded.IsSuccess)
            await SendAsync(context, model, changed: unloaded.Value);
        else
            await ErrorReplies.WriteAsync(context, unloaded.Error);
    }

    // Null: it is not ready, and the reply that says why has been written.
    private async ValueTask<LoadPlan?> EnsureReadyAsync(HttpContext context, ModelDefinition model, LoadDemand demand)
    {
        using var work = shutdown.Link(context);
        var lease = await residency.EnsureReadyAsync(model, demand, work.Token);
        if (!lease.IsSuccess)
        {
            await ErrorReplies.WriteAsync(context, lease.Error);
            return null;
        }
        await lease.Value.DisposeAsync();
        return lease.Value.Plan;
    }

    /// <summary>There is nothing to load, and it never leaves: it stays as it is, which the reply says.</summary>
    private async ValueTask<bool> IsRemoteAsync(HttpContext context, ModelDefinition model)
    {
        if (model.IsRemote)
            await SendAsync(context, model, changed: false);
        return model.IsRemote;
    }

    // Null: there is no such model, and the reply that says so has been written.
    private async ValueTask<ModelDefinition?> FindAsync(HttpContext context)
    {
        var found = await catalog.FindAsync((string)context.GetRouteValue("id")!, context.RequestAborted);
        if (found.IsSuccess)
            context.RequestTrace().Model = found.Value.Id;
        else
            await ErrorReplies.WriteAsync(context, found.Error with { Param = "id" });
        return found.Value;
    }

    private ModelInfo Describe(ModelDefinition model, ResidencySnapshot standing) =>
        ModelDescription.Of(model, standing.Find(model.Id), options.Value.ContextLength);

    private Task SendAsync(HttpContext context, ModelDefinition model, bool changed) => JsonReply.WriteAsync(
        context, StatusCodes.Status200OK, new ModelActionResult(Describe(model, residency.Snapshot), changed), JsonReply.Api.ModelActionResult);
}
