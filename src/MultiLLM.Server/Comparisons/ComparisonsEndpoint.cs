using MultiLLM.Contracts.Api;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Comparisons;
using MultiLLM.Core.Errors;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Comparisons;

/// <summary><c>/analytics/comparisons</c> and <c>/analytics/comparisons/{id}</c></summary>
internal sealed class ComparisonsEndpoint(IComparisons comparisons, IModelCatalog catalog, ComparisonStream stream, ServerLimits limits)
{
    public async Task StartAsync(HttpContext context)
    {
        if (await RequestReading.ReadAsync(context, limits, ComparisonRequestReader.Read) is not { } call)
            return;
        var models = await ModelsAsync(call.Models, context.RequestAborted);
        await WriteAsync(context, models.IsSuccess ? comparisons.Start(call.Order with { Models = models.Value }) : models.Error);
    }

    public Task ListAsync(HttpContext context) => JsonReply.WriteAsync(
        context, StatusCodes.Status200OK, new ComparisonList([.. comparisons.All.Select(ComparisonDescription.Brief)]), JsonReply.Api.ComparisonList);

    public async Task GetAsync(HttpContext context)
    {
        var problem = new RequestProblem();
        var follow = new QueryFields(context.Request.Query, problem).Flag("follow") ?? false;
        var found = problem.Error is { } wrong ? wrong : comparisons.Find(IdOf(context));
        if (found.IsSuccess && follow)
            await stream.SendAsync(context, found.Value);
        else
            await WriteAsync(context, found);
    }

    public Task StopAsync(HttpContext context) => WriteAsync(context, comparisons.Stop(IdOf(context)));

    internal static string IdOf(HttpContext context) => (string)context.GetRouteValue("id")!;

    internal static Task WriteAsync(HttpContext context, Result<Comparison> comparison) => comparison.IsSuccess
        ? JsonReply.WriteAsync(context, StatusCodes.Status200OK, ComparisonDescription.Whole(comparison.Value), JsonReply.Api.ComparisonInfo)
        : ErrorReplies.WriteAsync(context, comparison.Error);

    private async ValueTask<Result<IReadOnlyList<ComparedModel>>> ModelsAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var models = new List<ComparedModel>();
        foreach (var name in names)
        {
            var field = $"models[{models.Count}]";
            var found = await catalog.FindAsync(name, cancellationToken);
            if (!found.IsSuccess)
                return found.Error with { Param = field };
            var model = found.Value;
            if (model.Kind == ModelKind.Embedding)
                return new Error(ErrorCode.ModelKindMismatch, $"{model.Id} is an embedding model and writes no text.", field);
            if (models.Exists(other => other.Model.Id == model.Id))
                return new Error(ErrorCode.InvalidRequest, $"{field} is {model.Id}, which is listed already.", field);
            models.Add(new ComparedModel(model, catalog.Current.FindPreset(name)));
        }
        return models;
    }
}
