using System.Collections.Concurrent;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection;

namespace MultiLLM.Core.Telemetry.Metrics;

/// <summary>
/// Names of models as labels: ids that the catalog knows, and a bounded number of them, so that neither callers who invent names nor a catalog that
/// changes all the time make new series without end.
/// </summary>
internal sealed class ModelLabels(IModelCatalog catalog)
{
    /// <summary>A name that no model has.</summary>
    public const string Other = "other";

    /// <summary>The request never came to a model.</summary>
    public const string None = "none";

    private const int MostModels = 200;

    private readonly ConcurrentDictionary<string, string> _given = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Of a model that answered, failed or is in memory, by id.</summary>
    public string Of(string? modelId) => modelId is null ? None : Known(modelId);

    /// <summary>Of what a caller asked for: a model's id, also where an alias was named, or "auto".</summary>
    public string OfAsked(string asked) => AutoName.TryParse(asked, out _) ? AutoName.Auto : Known(asked);

    private string Known(string name)
    {
        if (_given.TryGetValue(name, out var label))
            return label;
        var known = catalog.Current;
        if ((known.Find(name)?.Id ?? known.FindEntry(name)?.Id) is not { } id)
            return Other;
        if (_given.TryGetValue(id, out label))
            return label; // an alias, or another spelling: not kept, for there is no end of spellings
        if (Interlocked.Increment(ref _count) > MostModels)
        {
            Interlocked.Decrement(ref _count);
            return Other;
        }
        return _given.GetOrAdd(id, id);
    }
}
