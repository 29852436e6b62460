using MultiLLM.Contracts.Api;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Selection.Decisions;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Gateway.Keys;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Selection;

/// <summary><c>GET /selection/decisions</c> and <c>GET /selection/decisions/{id}</c></summary>
internal sealed class DecisionsEndpoint(IDecisionLog decisions, IModelCatalog catalog)
{
    public async Task ListAsync(HttpContext context)
    {
        var read = DecisionQuery.Read(context.Request.Query);
        if (!read.IsSuccess)
        {
            await ErrorReplies.WriteAsync(context, read.Error);
            return;
        }
        var filter = read.Value;
        if (filter.ModelId is { } name && catalog.Current.Find(name) is { } model) // else a model that has been removed since, by its id
            filter = filter with { ModelId = model.Id };
        var found = decisions.Query(filter with { KeyId = OwnRecords.KeyFor(context), Limit = filter.Limit + 1 }); // one more tells whether there is a next page
        var page = found.Take(filter.Limit).ToArray();
        var list = new DecisionList(
            [.. page.Select(decision => SelectionDescription.Of(decision, withCandidates: false))], found.Count > page.Length ? page[^1].At : null);
        await JsonReply.WriteAsync(context, StatusCodes.Status200OK, list, JsonReply.Api.DecisionList);
    }

    public Task GetAsync(HttpContext context)
    {
        var id = (string)context.GetRouteValue("id")!;
        return decisions.Find(id) is { } found && OwnRecords.Shows(context, found.KeyId)
            ? JsonReply.WriteAsync(context, StatusCodes.Status200OK, SelectionDescription.Of(found, withCandidates: true), JsonReply.Api.DecisionInfo)
            : ErrorReplies.WriteAsync(context, NotFound(id, "id"));
    }

    /// <summary>Also of a decision for somebody else, so that nobody learns of it.</summary>
    public static Error NotFound(string id, string field) =>
        new(ErrorCode.DecisionNotFound, $"There is no decision \"{JsonText.Shorten(id)}\", or it is no longer remembered.", field);
}
