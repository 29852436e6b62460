using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Selection;

/// <summary>
/// Puts ids in place of the names in allow and deny lists. A name that means no model is refused: a misspelt one would let the wrong model answer.
/// </summary>
internal sealed class WishedModels(IModelCatalog catalog)
{
    /// <param name="context">The request.</param>
    /// <param name="options">Gets the ids.</param>
    /// <param name="path">Before the fields' names: "" or "multillm.".</param>
    /// <returns>False: a name is unknown, and the reply that says so has been written.</returns>
    public async ValueTask<bool> ResolveAsync(HttpContext context, GenerationOptions options, string path)
    {
        if (options.Wishes is not { } wishes || wishes is { Allow.Count: 0, Deny.Count: 0 })
            return true;
        var problem = new RequestProblem();
        options.Wishes = wishes with
        {
            Allow = await IdsAsync(wishes.Allow, path + WishFields.Allow, problem, context.RequestAborted),
            Deny = await IdsAsync(wishes.Deny, path + WishFields.Deny, problem, context.RequestAborted),
        };
        if (problem.Error is not { } error)
            return true;
        await ErrorReplies.WriteAsync(context, error);
        return false;
    }

    /// <summary>The id of a model that is installed or known; an error that names the field where there is none.</summary>
    public async ValueTask<Result<string>> IdAsync(string name, string field, CancellationToken cancellationToken)
    {
        var known = catalog.Current;
        if ((known.Find(name)?.Id ?? known.FindEntry(name)?.Id) is { } id)
            return id;
        var found = await catalog.FindAsync(name, cancellationToken); // looks at the folders again
        return found.IsSuccess ? found.Value.Id : new Error(ErrorCode.InvalidRequest, $"{field} must name a model. {found.Error.Message}", field);
    }

    private async ValueTask<IReadOnlyList<string>> IdsAsync(
        IReadOnlyList<string> names, string field, RequestProblem problem, CancellationToken cancellationToken)
    {
        var ids = new List<string>(names.Count);
        foreach (var name in names)
        {
            var id = await IdAsync(name, $"{field}[{ids.Count}]", cancellationToken);
            if (!id.IsSuccess)
            {
                problem.Report(id.Error);
                return [];
            }
            ids.Add(id.Value);
        }
        return ids;
    }
}
