using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Selection;

/// <summary>
/// Puts ids in place of the names in allow and deny lists and among fallbacks. A name that means no model is refused: a misspelt one would let the wrong
/// model answer.
/// </summary>
internal sealed class WishedModels(IModelCatalog catalog)
{
    /// <param name="context">The request.</param>
    /// <param name="options">Gets the ids.</param>
    /// <param name="path">Before the fields' names: "" or "multillm.".</param>
    /// <returns>False: a name is unknown, and the reply that says so has been written.</returns>
    public async ValueTask<bool> ResolveAsync(HttpContext context, GenerationOptions options, string path)
    {
        if (RemoteOnly.Refusal(options.RemoteOnlyField, options.ModelId is { } named ? catalog.Current.Find(named) : null, catalog.Current) is { } localsOnly)
        {
            await ErrorReplies.WriteAsync(context, localsOnly);
            return false;
        }
        if (options.Wishes is not { } wishes || wishes is { Allow.Count: 0, Deny.Count: 0, Fallbacks.Count: 0 })
            return true;
        var problem = new RequestProblem();
        options.Wishes = wishes with
        {
            Allow = await IdsAsync(wishes.Allow, path + WishFields.Allow, problem, context.RequestAborted),
            Deny = await IdsAsync(wishes.Deny, path + WishFields.Deny, problem, context.RequestAborted),
            Fallbacks = await FallbacksAsync(options.ModelId, wishes.Fallbacks, path + WishFields.Fallbacks, isEmbedding: false, problem, context.RequestAborted),
        };
        if (problem.Error is not { } error)
            return true;
        await ErrorReplies.WriteAsync(context, error);
        return false;
    }

    /// <summary>Ids of installed models that can do what is asked, each once. Null: something is wrong with them, and the reply that says so has been written.</summary>
    /// <param name="context">The request.</param>
    /// <param name="modelId">The model it names.</param>
    /// <param name="fallbacks">As the request names them.</param>
    /// <param name="path">Before the field's name: "" or "multillm.".</param>
    public async ValueTask<IReadOnlyList<string>?> EmbeddingFallbacksAsync(HttpContext context, string? modelId, IReadOnlyList<string> fallbacks, string path)
    {
        var problem = new RequestProblem();
        var ids = await FallbacksAsync(modelId, fallbacks, path + WishFields.Fallbacks, isEmbedding: true, problem, context.RequestAborted);
        if (problem.Error is not { } error)
            return ids;
        await ErrorReplies.WriteAsync(context, error);
        return null;
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

    private async ValueTask<IReadOnlyList<string>> FallbacksAsync(
        string? named, IReadOnlyList<string> names, string list, bool isEmbedding, RequestProblem problem, CancellationToken cancellationToken)
    {
        var first = named is null || names.Count == 0 ? null : catalog.Current.Find(named)?.Id;
        var ids = new List<string>(names.Count);
        foreach (var name in names)
        {
            var field = $"{list}[{ids.Count}]";
            var found = await catalog.FindAsync(name, cancellationToken);
            if (found is { IsSuccess: true, Value: var model })
            {
                if (model.Id == first)
                    problem.Report(field, $"names {first}, which is asked first anyway");
                else if (ids.Contains(model.Id))
                    problem.Report(field, $"names {model.Id} a second time");
                else if (ModelKinds.Mismatch(model, isEmbedding, field) is { } wrong)
                    problem.Report(wrong);
                ids.Add(model.Id);
            }
            else
            {
                problem.Report(new Error(ErrorCode.InvalidRequest, $"{field} must name an installed model. {found.Error.Message}", field));
            }
            if (problem.Error is not null)
                return [];
        }
        return ids;
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
