using System.Collections.Frozen;

namespace MultiLLM.Core.Catalog;

/// <summary>All known models at one moment. Ids and aliases compare without case.</summary>
public sealed class CatalogSnapshot
{
    private readonly FrozenDictionary<string, ModelDefinition> _byName;

    public CatalogSnapshot(IReadOnlyList<ModelDefinition> models, IReadOnlyList<CatalogProblem> problems)
    {
        Models = models;
        Problems = problems;
        var names = new Dictionary<string, ModelDefinition>(StringComparer.OrdinalIgnoreCase);
        foreach (var model in models)
            names.TryAdd(model.Id, model);
        foreach (var model in models)
            foreach (var alias in model.Aliases)
                names.TryAdd(alias, model); // an id wins over an alias of the same name
        _byName = names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    public static CatalogSnapshot Empty { get; } = new([], []);

    /// <summary>Ordered by id.</summary>
    public IReadOnlyList<ModelDefinition> Models { get; }

    /// <summary>Files that could not be taken, and why.</summary>
    public IReadOnlyList<CatalogProblem> Problems { get; }

    public ModelDefinition? Find(string idOrAlias) => _byName.GetValueOrDefault(idOrAlias);
}

/// <param name="Path">The file.</param>
/// <param name="Reason">Why it is not a model that can be used.</param>
public sealed record CatalogProblem(string Path, string Reason);
