namespace MultiLLM.Core.Health.Degradation;

/// <summary>
/// Page's cumulative sum of log-likelihood ratios: the evidence that something changed, since the moment at which it most likely did. Where the ratios are
/// true ones, the mean number of observations to a false alarm at the threshold h is at least e^h (Lorden).
/// </summary>
internal sealed class Cusum
{
    private double _shifts;

    public double Value { get; private set; }

    /// <summary>Observations since the supposed change.</summary>
    public int Count { get; private set; }

    /// <summary>Of the first observation after it.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>Mean of what was observed since then.</summary>
    public double Shift => Count > 0 ? _shifts / Count : 0;

    /// <param name="ratio">Log-likelihood ratio of "changed" against "as ever".</param>
    /// <param name="shift">What was observed, for the mean.</param>
    /// <param name="at">When.</param>
    public void Add(double ratio, double shift, DateTimeOffset at)
    {
        if (Value + ratio <= 0)
        {
            Reset();
            return;
        }
        if (Count == 0)
            Since = at;
        Value += ratio;
        Count++;
        _shifts += shift;
    }

    public void Reset() => (Value, Count, _shifts) = (0, 0, 0);
}
