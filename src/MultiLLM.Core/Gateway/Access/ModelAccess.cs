using System.Collections.Frozen;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Gateway.Access;

/// <summary>All rules about who may use which model, together. Nothing in a request widens them.</summary>
public sealed class ModelAccess(IEnumerable<IModelRule> rules)
{
    private readonly IModelRule[] _rules = [.. rules];

    /// <summary>Why the caller may not use the model; null: it may.</summary>
    public Error? Refusal(Caller caller, ModelDefinition model)
    {
        foreach (var rule in _rules)
        {
            if (rule.Refusal(caller, model) is { } refusal)
                return refusal;
        }
        return null;
    }

    /// <summary>Ids of the models it may use; null: all of them.</summary>
    public FrozenSet<string>? PermittedTo(Caller caller, CatalogSnapshot catalog)
    {
        if (_rules.Length == 0)
            return null;
        var permitted = catalog.Models.Where(model => Refusal(caller, model) is null).Select(model => model.Id).ToList();
        return permitted.Count == catalog.Models.Count ? null : permitted.ToFrozenSet(StringComparer.Ordinal);
    }
}
