using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Residency.Room;

/// <summary>
/// One host's room during one round of planning: what is free now, what will be free once all that is leaving has left, and what of both is
/// promised. Promises go to the model that waits longest first, so that a later one cannot take what it waits for.
/// </summary>
internal sealed class HostLedger
{
    private readonly List<Resident> _residents;
    private int _places;
    private long _bytes;
    private int _placesSoon;
    private long _bytesSoon;

    public HostLedger(int host, HostRules rules, MemoryBudget budget, IEnumerable<Resident> residents)
    {
        _residents = [.. residents];
        (Host, Rules, Budget) = (host, rules, budget);
        _places = rules.MaxModels - _residents.Count;
        _bytes = budget.FreeBytes;
        var leaving = _residents.Where(r => r.State == ModelState.Unloading).ToList();
        _placesSoon = _places + leaving.Count;
        _bytesSoon = _bytes + leaving.Sum(r => r.Bytes);
    }

    public int Host { get; }
    public HostRules Rules { get; }
    public MemoryBudget Budget { get; }

    public IEnumerable<Resident> Pinned => _residents.Where(r => r.IsPinned);

    /// <summary>What one model could have if everything that is not pinned left.</summary>
    public long MostBytes(string modelId) => Budget.CapacityBytes - Pinned.Where(r => r.Model.Id != modelId).Sum(r => r.Bytes);

    public bool HasPlace(string modelId) => Pinned.Count(r => r.Model.Id != modelId) < Rules.MaxModels;

    public long FreeBytes => _bytes;

    public bool HasRoom(long bytes) => _places >= 1 && _bytes >= bytes;

    /// <summary>It will have once all that is leaving is gone.</summary>
    public bool WillHaveRoom(long bytes) => _placesSoon >= 1 && _bytesSoon >= bytes;

    public long MissingBytes(long bytes) => bytes - _bytesSoon;

    public int MissingPlaces => 1 - _placesSoon;

    public IEnumerable<Resident> Idle => _residents.Where(r => r is { IsIdle: true, IsPinned: false });

    public IEnumerable<Resident> Lending => _residents.Where(r => r is { State: ModelState.Ready, Draining: false, IsPinned: false });

    public void Promise(long bytes)
    {
        _places--;
        _bytes -= bytes;
        _placesSoon--;
        _bytesSoon -= bytes;
    }

    /// <summary>The model was told to leave.</summary>
    public void Leaves(Resident resident)
    {
        _residents.Remove(resident);
        _placesSoon++;
        _bytesSoon += resident.Bytes;
    }
}
