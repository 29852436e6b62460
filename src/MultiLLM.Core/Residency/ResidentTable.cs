using System.Diagnostics.CodeAnalysis;

namespace MultiLLM.Core.Residency;

/// <summary>The models that take up room, and what is remembered of models beyond one stay in memory.</summary>
internal sealed class ResidentTable
{
    /// <summary>A load that nobody waits for any more is ended, unless it has come this far or takes no longer than this to its end.</summary>
    private const double AlmostLoaded = 0.75;
    private static readonly TimeSpan SoonLoaded = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Resident> _residents = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Resident> _byLoad = [];
    private readonly Dictionary<string, Departure> _departures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan> _loadTimes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _pins = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Resident> ByModel => _residents;
    public IReadOnlyDictionary<string, Departure> Departures => _departures;
    public IEnumerable<Resident> All => _residents.Values;
    public int Count => _residents.Count;

    public Resident? Find(string modelId) => _residents.GetValueOrDefault(modelId);

    /// <summary>False: the load is over.</summary>
    public bool TryFind(long load, ModelState state, [NotNullWhen(true)] out Resident? resident) =>
        _byLoad.TryGetValue(load, out resident) && resident.State == state;

    public bool TryFind(long load, [NotNullWhen(true)] out Resident? resident) => _byLoad.TryGetValue(load, out resident);

    public void Add(Resident resident)
    {
        resident.Pinned = _pins.Contains(resident.Model.Id);
        _residents.Add(resident.Model.Id, resident);
        _byLoad.Add(resident.Load, resident);
    }

    public void Remove(Resident resident)
    {
        _residents.Remove(resident.Model.Id);
        _byLoad.Remove(resident.Load);
    }

    public void Departs(Resident resident, string reason, DateTimeOffset now) => _departures[resident.Model.Id] = new Departure(reason, now);

    public void Loaded(Resident resident) => _loadTimes[resident.Model.Id] = resident.LoadTime;

    public bool IsAlmostLoaded(Resident loading, DateTimeOffset now) =>
        loading.Progress >= AlmostLoaded
        || (_loadTimes.TryGetValue(loading.Model.Id, out var usual) && usual - (now - loading.OrderedAt) <= SoonLoaded);

    /// <summary>A pin outlives a crash. False: it was pinned already.</summary>
    public bool Pin(string modelId)
    {
        if (Find(modelId) is { } resident)
            resident.Pinned = true;
        return _pins.Add(modelId);
    }

    /// <summary>True: it was pinned, by name or by a request's keep-alive.</summary>
    public bool Unpin(string modelId)
    {
        var pinned = _pins.Remove(modelId);
        if (Find(modelId) is not { IsPinned: true } resident)
            return pinned;
        resident.Pinned = false;
        if (resident.KeepAlive == LoadDemand.Forever)
            resident.KeepAlive = null;
        return true;
    }

    /// <summary>How a model left memory last.</summary>
    /// <param name="Reason">One sentence.</param>
    /// <param name="At">When it was told to.</param>
    internal sealed record Departure(string Reason, DateTimeOffset At);
}
