namespace MultiLLM.Core.Residency;

/// <summary>
/// How often each model will probably be asked for: a count of requests that halves every ten minutes, over the time it was counted in. A model
/// that was silent for much longer than its rate would let expect is believed to be asked for less.
/// </summary>
internal sealed class ReuseRates
{
    private static readonly double DecaySeconds = TimeSpan.FromMinutes(10).TotalSeconds / Math.Log(2);

    /// <summary>A silence of so many mean gaps has a chance of 5 % at an unchanged rate.</summary>
    private const double BelievableGaps = 3;

    private readonly Dictionary<string, (double Count, DateTimeOffset At)> _uses = new(StringComparer.Ordinal);
    private DateTimeOffset? _since;

    public void Used(string modelId, DateTimeOffset now)
    {
        _since ??= now;
        _uses[modelId] = (Count(modelId, now) + 1, now);
    }

    /// <summary>Requests per second.</summary>
    public double PerSecond(string modelId, DateTimeOffset now)
    {
        if (_since is not { } since || !_uses.TryGetValue(modelId, out var use))
            return 0;
        var counted = DecaySeconds * (1 - Math.Exp(-Math.Max(1, (now - since).TotalSeconds) / DecaySeconds));
        var silence = (now - use.At).TotalSeconds;
        return Math.Min(Count(modelId, now) / counted, silence > 0 ? BelievableGaps / silence : double.PositiveInfinity);
    }

    /// <summary>The chance of at least one request within the time, 0 to 1.</summary>
    public double ChanceWithin(string modelId, TimeSpan time, DateTimeOffset now) => 1 - Math.Exp(-PerSecond(modelId, now) * time.TotalSeconds);

    private double Count(string modelId, DateTimeOffset now) =>
        _uses.TryGetValue(modelId, out var use) ? use.Count * Math.Exp(-(now - use.At).TotalSeconds / DecaySeconds) : 0;
}
