namespace MultiLLM.Core.Catalog.Documents;

/// <summary>What all catalog files together say. Immutable; each file makes a new one of it.</summary>
internal sealed record KnownModels
{
    private IReadOnlyDictionary<string, EntryDocument> Documents { get; init; } = new Dictionary<string, EntryDocument>();

    public static KnownModels None { get; } = new();

    /// <summary>Ordered by id, hidden ones included.</summary>
    public IReadOnlyList<CatalogEntry> Entries { get; private init; } = [];

    /// <summary>By alias; the last file that defines one decides.</summary>
    public IReadOnlyList<ModelPreset> Presets { get; private init; } = [];

    /// <summary>Ids and names of models to show nowhere.</summary>
    public IReadOnlySet<string> Hidden { get; private init; } = new HashSet<string>();

    /// <summary>
    /// The same, with the very entries of an earlier reading where they say the same: a model whose entry is another one counts as changed, and is loaded again.
    /// </summary>
    public KnownModels Keeping(KnownModels before)
    {
        var known = before.Entries.ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        return this with { Entries = [.. Entries.Select(entry => known.GetValueOrDefault(entry.Id) is { } same && same.SaysTheSameAs(entry) ? same : entry)] };
    }

    /// <summary>With a file's content on top; null and the problems where the two do not go together.</summary>
    public (KnownModels? Known, IReadOnlyList<DocumentProblem> Problems) With(CatalogDocument file)
    {
        var problems = new List<DocumentProblem>();
        var (models, aliases) = (file.Models ?? [], file.Aliases ?? []);
        var documents = new Dictionary<string, EntryDocument>(Documents, StringComparer.Ordinal);
        for (var i = 0; i < models.Count; i++)
        {
            var model = models[i];
            var whole = documents.TryGetValue(model.Id, out var known) ? model.Over(known) : model;
            if (whole is { Name: not null, Type: not null })
            {
                documents[model.Id] = whole;
                if (whole is { ContextLength: null } and ({ Backend: not null } or { Server: not null }))
                    problems.Add(new($"models[{i}]", $"has a {(whole.Server is null ? "backend" : "server")}, so it needs a context_length, which nobody else tells"));
                if (whole is { Backend: not null, Server: not null })
                    problems.Add(new($"models[{i}]", "has both a backend and a server; one of them answers for it"));
                if (model.Backend is { } backend && OtherCurrency(backend, documents) is { } other)
                    problems.Add(new($"models[{i}].backend", $"has prices in {other.Here}, and there are some in {other.There} already; costs are added up, so all need the same currency"));
            }
            else
                problems.Add(new($"models[{i}]", $"is a model that is not in the catalog yet (\"{model.Id}\"), so it needs {(whole.Name is null ? "a name" : "a type")}"));
        }
        var presets = new Dictionary<string, ModelPreset>(StringComparer.OrdinalIgnoreCase);
        foreach (var preset in Presets.Concat(aliases.Select(alias => alias.ToPreset())))
            presets[preset.Alias] = preset;
        for (var i = 0; i < aliases.Count; i++)
        {
            if (documents.ContainsKey(aliases[i].Alias.ToLowerInvariant()))
                problems.Add(new($"aliases[{i}].alias", $"\"{aliases[i].Alias}\" is the id of a model"));
            if (presets.ContainsKey(aliases[i].Model))
                problems.Add(new($"aliases[{i}].model", $"\"{aliases[i].Model}\" is itself an alias with parameters; name the model"));
        }
        if (problems.Count > 0)
            return (null, problems);

        var hidden = new HashSet<string>(Hidden.Concat(file.Hide ?? []), StringComparer.OrdinalIgnoreCase);
        return (new KnownModels
        {
            Documents = documents,
            Entries = [.. documents.Values.OrderBy(document => document.Id, StringComparer.Ordinal).Select(EntryBuilder.Build)
                .Select(entry => hidden.Contains(entry.Id) ? entry with { Hidden = true } : entry)],
            Presets = [.. presets.Values],
            Hidden = hidden,
        }, []);
    }

    private static (string Here, string There)? OtherCurrency(BackendDocument backend, Dictionary<string, EntryDocument> documents)
    {
        var here = CurrenciesOf(backend).FirstOrDefault();
        var there = here is null ? null : documents.Values.SelectMany(document => document.Backend is { } known ? CurrenciesOf(known) : []).FirstOrDefault(currency => currency != here);
        return there is null ? null : (here!, there);
    }

    private static IEnumerable<string> CurrenciesOf(BackendDocument backend) =>
        backend.Servers.Select(server => server.Price).OfType<PriceDocument>().Select(price => price.Currency ?? PriceDocument.DefaultCurrency);
}
