using Microsoft.Extensions.Options;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Catalog.Fit;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Access;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Api;

/// <summary><c>GET /models</c> and <c>GET /models/{id}</c></summary>
internal sealed class ModelListEndpoint(IModelCatalog catalog, ModelAccess access, IModelFit fits, IResidency residency, IOptions<MultiLLMOptions> options)
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
        IReadOnlyList<CatalogProblemInfo> problems = context.Caller().Role < CallerRole.Admin ? [] : [.. known.Problems.Select(problem => new CatalogProblemInfo(problem.Path, problem.Reason, problem.Line))];
        var list = new ModelList([.. Wanted(known, read.Value, standing, context.Caller())], standing.MaxConcurrentModels) { Problems = problems.Count > 0 ? problems : null };
        await JsonReply.WriteAsync(context, StatusCodes.Status200OK, list, JsonReply.Api.ModelList);
    }

    public async Task GetAsync(HttpContext context)
    {
        var id = (string)context.GetRouteValue("id")!;
        var found = await catalog.FindAsync(id, context.RequestAborted);
        ModelInfo? info = null;
        if (found.IsSuccess && access.Refusal(context.Caller(), found.Value) is { } refusal)
        {
            await ErrorReplies.WriteAsync(context, refusal with { Param = "id" });
            return;
        }
        if (found.IsSuccess)
            info = Describe(found.Value, residency.Snapshot) with { Fit = FitDescription.Of(fits.Judge(found.Value)) };
        else if (catalog.Current.FindEntry(id) is { } entry && MayKnow(context.Caller(), entry))
            info = EntryDescription.Of(entry) with { Fit = FitDescription.Of(fits.Judge(entry)) };
        if (info is null)
            await ErrorReplies.WriteAsync(context, found.Error! with { Param = "id" });
        else
            await JsonReply.WriteAsync(context, StatusCodes.Status200OK, info, JsonReply.Api.ModelInfo);
    }

    private IEnumerable<ModelInfo> Wanted(CatalogSnapshot known, ModelQuery query, ResidencySnapshot standing, Caller caller)
    {
        var installed = !query.Installed ? [] : known.Models
            .Where(model => query.Wants(EntryDescription.TypeOf(model), model.Entry) && access.Refusal(caller, model) is null)
            .Select(model => WithFit(Describe(model, standing), query, () => fits.Judge(model)));
        var others = !query.NotInstalled ? [] : known.NotInstalled
            .Where(entry => query.Wants(entry.Type, entry) && MayKnow(caller, entry))
            .Select(entry => WithFit(EntryDescription.Of(entry), query, () => fits.Judge(entry)));
        var models = installed.Concat(others).Where(model => query.Fits is null || (model.Fit!.Fits == query.Fits && model.Fit.Verdict != "unknown"));
        return query.Task is { } task
            ? models.OrderByDescending(model => model.Quality![EnumWords<ModelTask>.Of(task)].Score).ThenBy(model => model.Id, StringComparer.Ordinal)
            : models.OrderBy(model => model.Id, StringComparer.Ordinal);
    }

    /// <summary>Of what is not installed, a key that lists models sees those it lists.</summary>
    private static bool MayKnow(Caller caller, CatalogEntry entry) =>
        caller.Models is not { } models || models.Contains(entry.Id.ToLowerInvariant()) || entry.Aliases.Any(alias => models.Contains(alias.ToLowerInvariant()));

    private static ModelInfo WithFit(ModelInfo model, ModelQuery query, Func<ModelFit> judge) =>
        query.WantsFit ? model with { Fit = FitDescription.Of(judge()) } : model;

    private ModelInfo Describe(ModelDefinition model, ResidencySnapshot standing) =>
        ModelDescription.Of(model, standing.Find(model.Id), options.Value.ContextLength);
}
