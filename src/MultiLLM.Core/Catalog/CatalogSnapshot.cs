using System.Collections.Frozen;

namespace MultiLLM.Core.Catalog;

/// <summary>
/// All models at one moment: the installed ones, which can run, and the known ones, which may have to be fetched first. Ids and aliases
/// compare without case.
/// </summary>
public sealed class CatalogSnapshot
{
    private readonly FrozenDictionary<string, ModelDefinition> _installed;
    private readonly FrozenDictionary<string, CatalogEntry> _entries;
    private readonly FrozenDictionary<string, ModelPreset> _presets;

    /// <param name="models">Installed, ordered by id, hidden ones included.</param>
    /// <param name="problems">Files that could not be taken.</param>
    /// <param name="entries">Known, ordered by id, hidden ones included.</param>
    /// <param name="presets">Names with parameters.</param>
    public CatalogSnapshot(
        IReadOnlyList<ModelDefinition> models, IReadOnlyList<CatalogProblem> problems,
        IReadOnlyList<CatalogEntry>? entries = null, IReadOnlyList<ModelPreset>? presets = null)
    {
        Models = [.. models.Where(model => !model.Hidden)];
        Problems = problems;
        Entries = [.. (entries ?? []).Where(entry => !entry.Hidden)];
        _installed = ByName(models, model => model.Id, model => model.Aliases);
        _entries = ByName(entries ?? [], entry => entry.Id, entry => entry.Aliases);
        _presets = ByName(presets ?? [], preset => preset.Alias, _ => []);
    }

    public static CatalogSnapshot Empty { get; } = new([], []);

    /// <summary>Installed models that are not hidden, ordered by id.</summary>
    public IReadOnlyList<ModelDefinition> Models { get; }

    /// <summary>Known models that are not hidden, ordered by id, installed or not.</summary>
    public IReadOnlyList<CatalogEntry> Entries { get; }

    /// <summary>Known models that are not hidden and have no file here.</summary>
    public IEnumerable<CatalogEntry> NotInstalled => Entries.Where(entry => !_installed.ContainsKey(entry.Id));

    /// <summary>Names with parameters.</summary>
    public IEnumerable<ModelPreset> Presets => _presets.Values;

    /// <summary>Files that could not be taken, and why.</summary>
    public IReadOnlyList<CatalogProblem> Problems { get; }

    /// <summary>An installed model, hidden ones too. A name with parameters finds its model.</summary>
    public ModelDefinition? Find(string idOrAlias) => _installed.GetValueOrDefault(ModelOf(idOrAlias));

    /// <summary>A known model, installed or not, hidden ones too. A name with parameters finds its model.</summary>
    public CatalogEntry? FindEntry(string idOrAlias) => _entries.GetValueOrDefault(ModelOf(idOrAlias));

    /// <summary>The parameters that go with a name; null: the name is a model's own.</summary>
    public ModelPreset? FindPreset(string alias) => _presets.GetValueOrDefault(alias);

    private string ModelOf(string name) => FindPreset(name)?.Model ?? name;

    private static FrozenDictionary<string, T> ByName<T>(IReadOnlyList<T> items, Func<T, string> id, Func<T, IReadOnlyList<string>> aliases)
    {
        var names = new Dictionary<string, T>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in items)
            names.TryAdd(id(item), item);
        foreach (var item in items)
            foreach (var alias in aliases(item))
                names.TryAdd(alias, item); // an id wins over an alias of the same name
        return names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}

/// <param name="Path">The file.</param>
/// <param name="Reason">Why it, or this part of it, cannot be used.</param>
/// <param name="Line">Where in a text file, counted from 1; null: not in one line.</param>
public sealed record CatalogProblem(string Path, string Reason, int? Line = null);
