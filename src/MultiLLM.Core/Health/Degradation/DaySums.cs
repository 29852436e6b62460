namespace MultiLLM.Core.Health.Degradation;

/// <summary>Count, mean and spread of one week's values, kept by day so that old days leave. Pure.</summary>
internal sealed class DaySums
{
    public const int Days = 7;

    /// <summary>Beyond so many deviations a value is an accident, and says little of what is usual.</summary>
    private const double FarOff = 3;

    /// <summary>Assumed spread, worth as much as so many values.</summary>
    private const double PriorDeviation = 0.3;
    private const double PriorWeight = 4;
    private const int LeastToJudge = 6;

    private readonly List<DaySum> _days = new(Days);

    private readonly bool _cuts;

    /// <param name="cuts">Values far off count as less far off.</param>
    public DaySums(bool cuts) => _cuts = cuts;

    /// <param name="cuts">As above.</param>
    /// <param name="days">What was kept.</param>
    public DaySums(bool cuts, IEnumerable<DaySum> days)
        : this(cuts)
    {
        _days.AddRange(days.OrderBy(day => day.Day).TakeLast(Days));
        SumUp();
    }

    public IReadOnlyList<DaySum> All => _days;
    public double Count { get; private set; }
    public double Mean { get; private set; }

    /// <summary>Standard deviation.</summary>
    public double Deviation { get; private set; } = PriorDeviation;

    public void Add(double value, int day)
    {
        if (_cuts && Count >= LeastToJudge)
            value = Math.Clamp(value, Mean - (FarOff * Deviation), Mean + (FarOff * Deviation));
        if (_days.Count == 0 || _days[^1].Day < day)
            _days.Add(new DaySum(day, 0, 0, 0));
        _days[^1] = _days[^1].With(value); // a clock that was set back adds to the newest day
        _days.RemoveAll(known => known.Day <= day - Days);
        SumUp();
    }

    private void SumUp()
    {
        var total = new DaySum(0, 0, 0, 0);
        foreach (var day in _days)
            total = total.Plus(day);
        Count = total.Count;
        Mean = total.Mean;
        Deviation = Math.Sqrt((total.Squares + (PriorWeight * PriorDeviation * PriorDeviation)) / (Count + PriorWeight));
    }
}

/// <param name="Day">Days since 1970.</param>
/// <param name="Count">Values.</param>
/// <param name="Mean">Of them.</param>
/// <param name="Squares">Sum of squared distances from the mean.</param>
internal readonly record struct DaySum(int Day, double Count, double Mean, double Squares)
{
    internal bool IsPossible => Day is >= 0 and < 200_000 && Count is >= 0 and < 1e15 && double.IsFinite(Mean) && Squares >= 0 && double.IsFinite(Squares);

    public DaySum With(double value)
    {
        var mean = Mean + ((value - Mean) / (Count + 1));
        return new DaySum(Day, Count + 1, mean, Squares + ((value - Mean) * (value - mean)));
    }

    public DaySum Plus(DaySum other)
    {
        var count = Count + other.Count;
        if (count == 0)
            return this;
        var apart = other.Mean - Mean;
        return new DaySum(Day, count, Mean + (apart * other.Count / count), Squares + other.Squares + (apart * apart * Count * other.Count / count));
    }
}
