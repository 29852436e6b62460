using MultiLLM.Core.Backends;
using MultiLLM.Core.Catalog.Documents;

namespace MultiLLM.Core.Catalog;

/// <summary>Brings the files that were found together with what the catalog knows. Pure.</summary>
internal static class InstalledModels
{
    /// <summary>Every file gets an id of its own, the entry's where it is the first of that entry, and the entry's facts where its own settings are silent.</summary>
    public static CatalogSnapshot Join(FoundFiles found, KnownModels known, IReadOnlyList<CatalogProblem> catalogProblems)
    {
        var entries = new EntryIndex(known.Entries);
        var models = new SortedDictionary<string, ModelDefinition>(StringComparer.Ordinal);
        foreach (var entry in known.Entries)
        {
            BackendDefinition? backend = entry.Server is { UsesModelFile: false } ? entry.Server : entry.Backend;
            if (backend is not null && entry.Kind is { } kind)
                models.Add(entry.Id, Served(entry, backend, kind) with { Hidden = entry.Hidden || known.Hidden.Contains(entry.Id) });
        }
        foreach (var file in found.Models)
        {
            var entry = entries.Match(file);
            var id = entry is not null && !models.ContainsKey(entry.Id) ? entry.Id : Free(models, file.Model.Id);
            var model = entry is null ? file.Model : WithFacts(file, entry);
            if (id != file.Model.Id && id == entry?.Id)
                model = model with { Aliases = new NameList([.. model.Aliases, file.Model.Id]) };
            if (id == entry?.Id && entry.Server is { UsesModelFile: true } server)
                model = model with { Backend = server };
            models.Add(id, model with { Id = id, Hidden = (entry?.Hidden ?? false) || known.Hidden.Contains(id) || known.Hidden.Contains(file.Model.Id) });
        }
        return new CatalogSnapshot([.. models.Values], [.. found.Problems, .. catalogProblems], known.Entries, known.Presets);
    }

    private static ModelDefinition Served(CatalogEntry entry, BackendDefinition backend, ModelKind kind) => new()
    {
        Id = entry.Id,
        Name = entry.Name,
        Kind = kind,
        Backend = backend,
        Path = "",
        Description = entry.Description,
        License = entry.License,
        Parameters = entry.Parameters,
        Quantization = entry.Quantization,
        TrainedContextLength = entry.ContextLength,
        ContextLength = entry.ContextLength,
        Sampling = entry.Sampling,
        Notice = entry.Notice,
        Aliases = new NameList(entry.Aliases),
        Entry = entry,
    };

    private static ModelDefinition WithFacts(FoundModel file, CatalogEntry entry)
    {
        var (model, settings) = (file.Model, file.Settings);
        return model with
        {
            Name = settings?.Name is null ? entry.Name : model.Name,
            Kind = settings?.Kind is null && entry.Kind is { } kind ? kind : model.Kind,
            Description = settings?.Description is null ? entry.Description ?? model.Description : model.Description,
            License = settings?.License is null ? entry.License ?? model.License : model.License,
            ChatTemplate = model.ChatTemplate ?? entry.ChatTemplate,
            FallbackTemplate = model.FallbackTemplate ?? entry.FallbackTemplate,
            Sampling = settings?.Sampling is null ? entry.Sampling : model.Sampling,
            Notice = model.Notice ?? entry.Notice,
            Starter = settings?.Starter ?? entry.Starter,
            Aliases = new NameList(model.Aliases.Concat(entry.Aliases).Distinct(StringComparer.OrdinalIgnoreCase)),
            Entry = entry,
        };
    }

    private static string Free(SortedDictionary<string, ModelDefinition> models, string id)
    {
        var free = id;
        for (var n = 2; models.ContainsKey(free) || free == "auto"; n++)
            free = $"{id}-{n}";
        return free;
    }

    /// <summary>Finds the entry of a file: by its settings' word, else by digest, else by name and architecture.</summary>
    private sealed class EntryIndex
    {
        private readonly Dictionary<string, CatalogEntry> _byName = new(StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<string, CatalogEntry> _byDigest = new(StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<string, CatalogEntry> _byFile = new(StringComparer.OrdinalIgnoreCase);

        public EntryIndex(IReadOnlyList<CatalogEntry> entries)
        {
            foreach (var entry in entries)
            {
                _byName[entry.Id] = entry;
                if (entry.Source?.Files is not [var first, ..])
                    continue;
                _byFile.TryAdd(first.Name, entry);
                if (first.Sha256 is { } digest)
                    _byDigest.TryAdd(digest, entry);
            }
        }

        public CatalogEntry? Match(FoundModel file)
        {
            if (file.Settings?.CatalogId is { } id && _byName.GetValueOrDefault(id) is { } named)
                return named;
            if (file.Settings?.Source?.Sha256 is { } digest && _byDigest.GetValueOrDefault(digest) is { } same)
                return same;
            return _byFile.GetValueOrDefault(Path.GetFileName(file.Model.Path)) is { } likely
                && (likely.Shape is null || likely.Shape.Architecture == file.Model.Architecture)
                ? likely
                : null;
        }
    }
}
