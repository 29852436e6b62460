using Microsoft.Extensions.Options;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Api;

/// <summary><c>GET /models</c>, <c>GET /models/{id}</c>, <c>POST /models/{id}/load</c> and <c>/unload</c></summary>
internal sealed class ModelsEndpoint(IModelCatalog catalog, IResidency residency, IOptions<MultiLLMOptions> options, ShutdownGate shutdown)
{
    public async Task ListAsync(HttpContext context)
    {
        var models = (await catalog.RefreshAsync(context.RequestAborted)).Models;
        var standing = residency.Snapshot;
        var list = new ModelList([.. models.Select(model => Describe(model, standing))], standing.MaxConcurrentModels);
        await JsonReply.WriteAsync(context, StatusCodes.Status200OK, list, JsonReply.Api.ModelList);
    }

    public async Task GetAsync(HttpContext context)
    {
        if (await FindAsync(context) is { } model)
            await JsonReply.WriteAsync(context, StatusCodes.Status200OK, Describe(model, residency.Snapshot), JsonReply.Api.ModelInfo);
    }

    public async Task LoadAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } model)
            return;
        using var work = shutdown.Link(context);
        var before = residency.Snapshot.StateOf(model.Id);
        var lease = await residency.EnsureReadyAsync(model, work.Token);
        if (!lease.IsSuccess)
        {
            await ErrorReplies.WriteAsync(context, lease.Error);
            return;
        }
        await lease.Value.DisposeAsync();
        await SendAsync(context, model, changed: before != ModelState.Ready);
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
