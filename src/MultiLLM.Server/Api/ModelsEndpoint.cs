using Microsoft.Extensions.Options;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Catalog.Fit;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Api;

/// <summary><c>GET /models</c>, <c>GET /models/{id}</c>, <c>POST /models/{id}/load</c> and <c>/unload</c></summary>
internal sealed class ModelsEndpoint(
    IModelCatalog catalog, IModelFit fits, IResidency residency, IOptions<MultiLLMOptions> options, ShutdownGate shutdown)
{
    public async Task ListAsync(HttpContext context)
    {
        var read = ModelQuery.Read(context.Request.Query);
        if (!read.IsSuccess)
        {
            await ErrorReplies.WriteAsync(context, read.Error);
            return;
        }
        var known = await catalog.RefreshAsync(context.RequestAborted);
        var standing = residency.Snapshot;
        IReadOnlyList<CatalogProblemInfo> problems = [.. known.Problems.Select(problem => new CatalogProblemInfo(problem.Path, problem.Reason, problem.Line))];
        var list = new ModelList([.. Wanted(known, read.Value, standing)], standing.MaxConcurrentModels) { Problems = problems.Count > 0 ? problems : null };
        await JsonReply.WriteAsync(context, StatusCodes.Status200OK, list, JsonReply.Api.ModelList);
    }

    public async Task GetAsync(HttpContext context)
    {
        var id = (string)context.GetRouteValue("id")!;
        var found = await catalog.FindAsync(id, context.RequestAborted);
        ModelInfo? info = null;
        if (found.IsSuccess)
            info = Describe(found.Value, residency.Snapshot) with { Fit = FitDescription.Of(fits.Judge(found.Value)) };
        else if (catalog.Current.FindEntry(id) is { } entry)
            info = EntryDescription.Of(entry) with { Fit = FitDescription.Of(fits.Judge(entry)) };
        if (info is null)
            await ErrorReplies.WriteAsync(context, found.Error! with { Param = "id" });
        else
            await JsonReply.WriteAsync(context, StatusCodes.Status200OK, info, JsonReply.Api.ModelInfo);
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

    private IEnumerable<ModelInfo> Wanted(CatalogSnapshot known, ModelQuery query, ResidencySnapshot standing)
    {
        var installed = !query.Installed ? [] : known.Models
            .Where(model => query.Wants(EntryDescription.TypeOf(model), model.Entry))
            .Select(model => WithFit(Describe(model, standing), query, () => fits.Judge(model)));
        var others = !query.NotInstalled ? [] : known.NotInstalled
            .Where(entry => query.Wants(entry.Type, entry))
            .Select(entry => WithFit(EntryDescription.Of(entry), query, () => fits.Judge(entry)));
        var models = installed.Concat(others).Where(model => query.Fits is null || (model.Fit!.Fits == query.Fits && model.Fit.Verdict != "unknown"));
        return query.Task is { } task
            ? models.OrderByDescending(model => model.Quality![EnumWords<ModelTask>.Of(task)].Score).ThenBy(model => model.Id, StringComparer.Ordinal)
            : models.OrderBy(model => model.Id, StringComparer.Ordinal);
    }

    private static ModelInfo WithFit(ModelInfo model, ModelQuery query, Func<ModelFit> judge) =>
        query.WantsFit ? model with { Fit = FitDescription.Of(judge()) } : model;

    private ModelInfo Describe(ModelDefinition model, ResidencySnapshot standing) =>
        ModelDescription.Of(model, standing.Find(model.Id), options.Value.ContextLength);

    private Task SendAsync(HttpContext context, ModelDefinition model, bool changed) => JsonReply.WriteAsync(
        context, StatusCodes.Status200OK, new ModelActionResult(Describe(model, residency.Snapshot), changed), JsonReply.Api.ModelActionResult);
}
