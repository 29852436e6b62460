using System.Collections.Frozen;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Gateway.Access;

/// <summary>All rules about who may use which model, together. Nothing in a request widens them.</summary>
public sealed class ModelAccess(IEnumerable<IModelRule> rules, RefusalNotes? notes = null)
{
    private readonly IModelRule[] _rules = [.. rules];

    /// <summary>Why the caller may not use the model; null: it may.</summary>
    public Error? Refusal(Caller caller, ModelDefinition model, ModelTask? task = null)
    {
        foreach (var rule in _rules)
        {
            if (rule.Refusal(caller, model, task) is { } refusal)
                return refusal;
        }
        return null;
    }

    /// <summary>The same for a model that a request names; a refusal is noted.</summary>
    public Error? RefusalOfNamed(Caller caller, ModelDefinition model, ModelTask? task = null)
    {
        var refusal = Refusal(caller, model, task);
        if (refusal is not null)
            notes?.Note(caller, model, refusal);
        return refusal;
    }

    /// <summary>Ids of the models it may use; null: all of them.</summary>
    public FrozenSet<string>? PermittedTo(Caller caller, CatalogSnapshot catalog, ModelTask? task = null)
    {
        if (_rules.Length == 0 || catalog.Models.All(model => Refusal(caller, model, task) is null))
            return null;
        return catalog.Models.Where(model => Refusal(caller, model, task) is null).Select(model => model.Id).ToFrozenSet(StringComparer.Ordinal);
    }
}
