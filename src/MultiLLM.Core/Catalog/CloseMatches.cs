using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Catalog;

/// <summary>Names a caller may have meant.</summary>
internal static class CloseMatches
{
    private const int MaxShown = 3;
    private const int MaxComparedLength = 128;

    public static Error NotFound(string asked, CatalogSnapshot catalog)
    {
        if (catalog.FindEntry(asked) is { } known)
            return new Error(ErrorCode.ModelNotFound, NotInstalled(asked, known), "model");
        var shown = asked.Length > 100 ? asked[..100] + "…" : asked;
        if (catalog.FindPreset(asked) is { } preset)
            return new Error(ErrorCode.ModelNotFound, $"\"{shown}\" stands for \"{preset.Model}\", and there is no model of that name.", "model");
        var close = Find(asked, catalog);
        var hint = close.Count > 0 ? $"Did you mean {string.Join(" or ", close.Select(c => $"\"{c}\""))}?"
            : catalog.Models.Count > 0 ? $"Known are {string.Join(", ", catalog.Models.Take(10).Select(m => m.Id))}{(catalog.Models.Count > 10 ? ", …" : "")}."
            : "The catalog is empty: put a GGUF file into the models folder.";
        return new Error(ErrorCode.ModelNotFound, $"There is no model \"{shown}\". {hint}", "model");
    }

    /// <summary>What to tell who names a model that has no file here.</summary>
    public static string NotInstalled(string asked, CatalogEntry known)
    {
        var name = asked.Equals(known.Id, StringComparison.OrdinalIgnoreCase) ? $"\"{known.Id}\"" : $"\"{asked}\", which is \"{known.Id}\",";
        return known.CannotRun is { } why ? $"{name} is a known model, but it cannot be run: {why}"
            : known.Source is null ? $"{name} is a known model that is not installed, and the catalog does not say where to get it: put its GGUF file into the models folder."
            : $"{name} is a known model that is not installed yet. Get it with: multillm pull {known.Id}";
    }

    public static IReadOnlyList<string> Find(string asked, CatalogSnapshot catalog)
    {
        if (asked.Length > MaxComparedLength)
            return [];
        var wanted = asked.ToLowerInvariant();
        return [.. catalog.Models
            .SelectMany(m => m.Aliases.Prepend(m.Id), (m, name) => (m.Id, Name: name.ToLowerInvariant()))
            .Select(n => (n.Id, Distance: Contains(n.Name, wanted) ? 0 : EditDistance(n.Name, wanted)))
            .Where(n => n.Distance <= Math.Max(2, wanted.Length / 3))
            .OrderBy(n => n.Distance)
            .Select(n => n.Id)
            .Distinct()
            .Take(MaxShown)];
    }

    private static bool Contains(string name, string wanted) =>
        (wanted.Length >= 3 && name.Contains(wanted, StringComparison.Ordinal)) || (name.Length >= 3 && wanted.Contains(name, StringComparison.Ordinal));

    private static int EditDistance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
