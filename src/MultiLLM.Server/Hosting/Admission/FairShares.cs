namespace MultiLLM.Server.Hosting.Admission;

/// <summary>
/// Start-time fair queueing: shares something among those who want it, in proportion to their weights, whatever each of their pieces costs. Every member has
/// a clock that its pieces move on, the more the larger the piece and the smaller the weight; the next piece is of the member whose clock is behind. Who
/// wanted nothing for a while saves nothing up: its clock is set to that of the others. Pure.
/// </summary>
internal sealed class FairShares<TMember> where TMember : notnull
{
    private readonly Dictionary<TMember, double> _clocks = [];

    /// <summary>The clock of whoever was served last.</summary>
    public double Now { get; private set; }

    public int Count => _clocks.Count;

    public double ClockOf(TMember member) => Math.Max(Now, _clocks.GetValueOrDefault(member));

    /// <summary>The member gets a piece.</summary>
    public void Serve(TMember member, double cost, double weight)
    {
        Now = ClockOf(member);
        _clocks[member] = Now + (cost / weight);
    }

    /// <summary>A piece cost more than was thought, or less, which makes it negative.</summary>
    /// <param name="member">Whose piece.</param>
    /// <param name="cost">More or less.</param>
    /// <param name="weight">Of the member.</param>
    /// <param name="mostAhead">Of who was served last, by cost.</param>
    public void Correct(TMember member, double cost, double weight, double mostAhead)
    {
        var clock = ClockOf(member);
        _clocks[member] = Math.Min(clock + (cost / weight), Math.Max(clock, Now + (mostAhead / weight)));
    }

    public void Forget(TMember member) => _clocks.Remove(member);

    public void Forget(Predicate<TMember> which)
    {
        foreach (var member in _clocks.Keys)
        {
            if (which(member))
                _clocks.Remove(member);
        }
    }

    public FairShares<TMember> Copy()
    {
        var copy = new FairShares<TMember> { Now = Now };
        foreach (var (member, clock) in _clocks)
            copy._clocks[member] = clock;
        return copy;
    }
}
