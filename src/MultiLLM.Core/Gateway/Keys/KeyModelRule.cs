using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Access;

namespace MultiLLM.Core.Gateway.Keys;

/// <summary>A key that lists models may use these and no others, whatever name it calls them by.</summary>
internal sealed class KeyModelRule(IModelCatalog catalog) : IModelRule
{
    private sealed record Resolved(CatalogSnapshot Catalog, FrozenSet<string> Ids);

    // A list lives as long as its key stays unchanged.
    private readonly ConditionalWeakTable<FrozenSet<string>, Resolved> _resolved = [];

    public Error? Refusal(Caller caller, ModelDefinition model) => caller.Models is not { } names || IdsOf(names).Contains(model.Id)
        ? null
        : new Error(ErrorCode.ModelNotPermitted, $"The key {caller.KeyId ?? caller.Name} may not use {model.Id}.", "model");

    /// <summary>The catalog says what a name means: an alias that is another model's id by now permits that one only.</summary>
    private FrozenSet<string> IdsOf(FrozenSet<string> names)
    {
        var current = catalog.Current;
        if (_resolved.TryGetValue(names, out var known) && ReferenceEquals(known.Catalog, current))
            return known.Ids;
        var ids = names.Select(name => current.Find(name)?.Id).OfType<string>().ToFrozenSet(StringComparer.Ordinal);
        _resolved.AddOrUpdate(names, new Resolved(current, ids));
        return ids;
    }
}
