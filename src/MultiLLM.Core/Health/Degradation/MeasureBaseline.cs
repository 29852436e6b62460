namespace MultiLLM.Core.Health.Degradation;

/// <summary>
/// What is usual of one measure of one model in the last days, by size of the task and company. What was observed since something may have changed waits,
/// and is learned when nothing has.
/// </summary>
internal sealed class MeasureBaseline(HealthSignal signal, int leastKnown)
{
    /// <summary>Beyond this the oldest of what waits is learned.</summary>
    private const int MostWaiting = 256;

    /// <summary>Known from a calmer company only: so much more than what could be explained is needed.</summary>
    private const double Doubt = 0.15;

    /// <summary>Less spread than this is luck.</summary>
    private const double LeastDeviation = 0.08;

    private readonly Dictionary<int, DaySums> _cells = [];
    private readonly List<(int Size, int Cell, double Value)> _waiting = [];

    private bool DependsOnCompany => signal != HealthSignal.AnswerLength;

    /// <summary>By size and load band, for keeping.</summary>
    public IEnumerable<KeyValuePair<int, DaySums>> Cells => _cells;

    public static bool IsCell(int cell) => cell is >= 0 and < SizeClass.Most * LoadBand.Count;

    public void Restore(int cell, DaySums sums) => _cells[cell] = sums;

    /// <summary>Null: nothing like it is known yet.</summary>
    public Expectation? Of(int size, Company company, double measure)
    {
        var value = measure - Sharing(company);
        var cell = CellOf(size, company);
        if (_cells.TryGetValue(cell, out var known) && known.Count >= leastKnown)
            return new Expectation(value - known.Mean, value - known.Mean, Spread(known), 1 / Math.Sqrt(known.Count), IsGuess: false);
        foreach (var band in LoadBand.Calmer(cell % LoadBand.Count))
        {
            if (_cells.TryGetValue((size * LoadBand.Count) + band, out known) && known.Count >= leastKnown)
                return new Expectation(measure - known.Mean - LoadBand.Worst(company) - Doubt, value - known.Mean, Spread(known), 1 / Math.Sqrt(known.Count), IsGuess: true);
        }
        return null;
    }

    public void Observed(int size, Company company, double measure, int day)
    {
        _waiting.Add((size, CellOf(size, company), measure - Sharing(company)));
        if (_waiting.Count <= MostWaiting)
            return;
        Add(_waiting[0], day);
        _waiting.RemoveAt(0);
    }

    /// <summary>Nothing has changed at tasks of these sizes.</summary>
    public void Learn(Predicate<int> ofSize, int day)
    {
        var left = 0;
        for (var i = 0; i < _waiting.Count; i++)
        {
            if (ofSize(_waiting[i].Size))
                Add(_waiting[i], day);
            else
                _waiting[left++] = _waiting[i];
        }
        _waiting.RemoveRange(left, _waiting.Count - left);
    }

    /// <summary>Something has changed: what waits is not usual.</summary>
    public void Forget() => _waiting.Clear();

    private void Add((int Size, int Cell, double Value) observed, int day)
    {
        if (!_cells.TryGetValue(observed.Cell, out var sums))
            _cells[observed.Cell] = sums = new DaySums(cuts: true);
        sums.Add(observed.Value, day);
    }

    private static double Spread(DaySums known) => Math.Max(LeastDeviation, known.Deviation);

    private double Sharing(Company company) => DependsOnCompany ? LoadBand.Expected(company) : 0;

    private int CellOf(int size, Company company) => (size * LoadBand.Count) + (DependsOnCompany ? LoadBand.Of(company) : 0);
}

/// <param name="Shift">How much more it is than usual, beyond doubt.</param>
/// <param name="LikelyShift">The same as far as can be told.</param>
/// <param name="Deviation">What is usual varies by so much.</param>
/// <param name="Doubt">Standard error of what is usual, in deviations.</param>
/// <param name="IsGuess">Known from a calmer company only.</param>
internal readonly record struct Expectation(double Shift, double LikelyShift, double Deviation, double Doubt, bool IsGuess);
