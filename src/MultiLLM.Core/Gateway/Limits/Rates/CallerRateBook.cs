namespace MultiLLM.Core.Gateway.Limits.Rates;

/// <summary>The rates of each key that was asked for lately. Safe from any thread.</summary>
internal sealed class CallerRateBook(TimeProvider time)
{
    /// <summary>Longer than anything counts.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, CallerRates> _byKey = new(StringComparer.Ordinal);
    private long _lastSweep = time.GetTimestamp();

    public int Count
    {
        get
        {
            lock (_gate)
                return _byKey.Count;
        }
    }

    public CallerRates Of(string keyId, KeyLimits limits)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            Sweep(now);
            if (!_byKey.TryGetValue(keyId, out var rates))
                _byKey[keyId] = rates = new CallerRates(time);
            rates.LastAsked = now;
            rates.Apply(limits);
            return rates;
        }
    }

    private void Sweep(long now)
    {
        if (time.GetElapsedTime(_lastSweep, now) < Forgotten)
            return;
        _lastSweep = now;
        foreach (var (key, rates) in _byKey)
        {
            if (time.GetElapsedTime(rates.LastAsked, now) >= Forgotten && rates.RunningNow == 0)
                _byKey.Remove(key);
        }
    }
}
