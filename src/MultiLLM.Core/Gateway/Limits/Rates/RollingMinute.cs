namespace MultiLLM.Core.Gateway.Limits.Rates;

/// <summary>
/// What was taken in the last minute, by second. What was taken within a second counts until a whole minute after the second's end, so that no 60 seconds,
/// wherever they begin, ever hold more than the limit. Pure; not safe from several threads.
/// </summary>
internal sealed class RollingMinute
{
    private const int Kept = 61;

    private readonly long[] _taken = new long[Kept];
    private long _second;

    public long Taken { get; private set; }

    public long Second => _second;

    /// <summary>Forgets what is a minute old.</summary>
    public void MoveTo(long second)
    {
        if (second - _second >= Kept)
        {
            Array.Clear(_taken);
            Taken = 0;
            _second = second;
        }
        while (_second < second)
        {
            ref var oldest = ref _taken[++_second % Kept];
            Taken -= oldest;
            oldest = 0;
        }
    }

    public void Take(long amount)
    {
        _taken[_second % Kept] += amount;
        Taken += amount;
    }

    /// <summary>Of what was taken in that second; it may be forgotten already.</summary>
    public void GiveBack(long second, long amount)
    {
        if (_second - second >= Kept)
            return;
        _taken[second % Kept] -= amount;
        Taken -= amount;
    }

    /// <summary>Seconds until no more than so much is taken, if nobody takes any more; 0: it is so now.</summary>
    public int SecondsUntil(long atMost)
    {
        var left = Taken;
        for (var age = Kept - 1; age >= 0; age--)
        {
            if (left <= atMost)
                return Kept - 1 - age;
            var second = _second - age;
            if (second >= 0)
                left -= _taken[second % Kept];
        }
        return Kept;
    }
}
