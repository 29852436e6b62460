using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Selection.Ranking;

/// <summary>What making room for a model would take.</summary>
/// <param name="OthersSeconds">Reloads of those that must leave, as far as they will be asked for again.</param>
/// <param name="WaitSeconds">Until busy ones among them are done.</param>
internal readonly record struct RoomCost(double OthersSeconds, double WaitSeconds);

/// <summary>
/// What can be made free for a model that is not loaded, and what that would cost. Pure. An estimate for ranking; who leaves is for the owner of
/// memory to decide.
/// </summary>
internal sealed class Room
{
    /// <summary>A model in the midst of answers leaves when they are done, or is made to after ten seconds; so long it takes on average.</summary>
    private const double BusySeconds = 5;

    private readonly RankingInputs _inputs;
    private readonly List<Victim> _victims = []; // the idle ones first, then those whose bytes are cheapest
    private readonly long? _free;
    private readonly int _places;
    private readonly int _pinnedPlaces;
    private readonly long _pinnedBytes;

    public Room(RankingInputs inputs)
    {
        _inputs = inputs;
        var held = 0;
        foreach (var model in inputs.Residency.Models.Values)
        {
            if (model.State is not (ModelState.Ready or ModelState.Loading))
                continue;
            held++;
            var bytes = Math.Max(model.PredictedBytes, model.MeasuredBytes);
            if (model.Pinned)
                (_pinnedPlaces, _pinnedBytes) = (_pinnedPlaces + 1, _pinnedBytes + bytes);
            else
                _victims.Add(new Victim(model.ModelId, bytes, CostOf(model), model.State == ModelState.Loading || model.InFlight > 0));
        }
        _victims.Sort();
        _places = inputs.Residency.MaxConcurrentModels - held;
        _free = inputs.Residency.Hosts is [var host, ..] ? host.BudgetBytes - host.TakenBytes : null;
    }

    /// <summary>Bytes one model could have if everything that is not pinned left; null: not counted yet.</summary>
    public long? MostBytes => _inputs.Residency.Hosts is [var host, ..] ? Math.Max(0, host.BudgetBytes - _pinnedBytes) : null;

    /// <summary>All places are taken by models that stay.</summary>
    public bool IsAllPinned => _pinnedPlaces >= _inputs.Residency.MaxConcurrentModels;

    public RoomCost CostFor(ModelDefinition model)
    {
        var missing = _free is { } free && _inputs.MemoryOf(model, null) is { } needed ? needed - free : 0;
        var places = _places;
        var (cost, busy) = (0.0, false);
        foreach (var victim in _victims)
        {
            if (places > 0 && missing <= 0)
                break;
            if (places > 0 && victim.Bytes == 0)
                continue; // its leaving frees nothing that is missing
            cost += victim.Cost;
            busy |= victim.IsBusy;
            missing -= victim.Bytes;
            places++;
        }
        return new RoomCost(cost, busy ? BusySeconds : 0);
    }

    private double CostOf(ModelResidency model) =>
        _inputs.ReuseChance(model.ModelId) * (_inputs.Catalog.Find(model.ModelId) is { } known ? _inputs.Rates.Of(known).LoadSeconds : model.LoadTime.TotalSeconds);

    private readonly record struct Victim(string ModelId, long Bytes, double Cost, bool IsBusy) : IComparable<Victim>
    {
        public int CompareTo(Victim other)
        {
            var busy = IsBusy.CompareTo(other.IsBusy);
            var cost = busy != 0 ? busy : PerByte.CompareTo(other.PerByte);
            return cost != 0 ? cost : string.CompareOrdinal(ModelId, other.ModelId);
        }

        private double PerByte => Cost / Math.Max(1, Bytes);
    }
}
