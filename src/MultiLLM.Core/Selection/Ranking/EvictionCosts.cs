using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Selection.Ranking;

/// <summary>
/// What loading a model would cost others: the reloads of those that must leave for it, as far as they will be asked for again. Pure. An estimate for
/// ranking; who leaves is for the owner of memory to decide.
/// </summary>
internal sealed class EvictionCosts
{
    private readonly RankingInputs _inputs;
    private readonly (double Cost, long Bytes)[] _victims; // the cheapest first
    private readonly long? _free;
    private readonly int _places;

    public EvictionCosts(RankingInputs inputs)
    {
        _inputs = inputs;
        var held = inputs.Residency.Models.Values.Where(m => m.State is ModelState.Ready or ModelState.Loading).ToArray();
        _victims = [.. held.Where(m => m is { Pinned: false, State: ModelState.Ready }).Select(m => (Cost(m), BytesOf(m))).OrderBy(v => v.Item1)];
        _places = inputs.Residency.MaxConcurrentModels - held.Length;
        _free = inputs.Residency.Hosts is [var host, ..] ? host.BudgetBytes - host.TakenBytes : null;
    }

    /// <summary>Seconds.</summary>
    public double Of(ModelDefinition model)
    {
        var missing = _free is { } free && _inputs.MemoryOf(model) is { } needed ? needed - free : 0;
        var places = _places;
        var cost = 0.0;
        foreach (var (seconds, bytes) in _victims)
        {
            if (places > 0 && missing <= 0)
                break;
            cost += seconds;
            missing -= bytes;
            places++;
        }
        return cost;
    }

    private double Cost(ModelResidency model) =>
        _inputs.ReuseChance(model.ModelId) * (_inputs.Catalog.Find(model.ModelId) is { } known ? _inputs.Rates.Of(known).LoadSeconds : model.LoadTime.TotalSeconds);

    private static long BytesOf(ModelResidency model) => Math.Max(model.PredictedBytes, model.MeasuredBytes);
}
