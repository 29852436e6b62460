namespace MultiLLM.Server.Hosting.Admission;

/// <summary>How long requests take once they are let in: of each caller lately, and of all. Pure.</summary>
internal sealed class ServiceTimes
{
    private const int MostCallers = 4096;
    private const double Weight = 0.2; // of the newest

    private readonly Dictionary<string, double> _byCaller = new(StringComparer.Ordinal);
    private double? _all;

    /// <summary>Seconds; null: none has ended yet.</summary>
    public double? Mean => _all;

    /// <summary>What the caller's next one will probably take, in seconds.</summary>
    public double Expect(string caller) => _byCaller.TryGetValue(caller, out var seconds) ? seconds : _all ?? 1;

    public void Ended(string caller, double seconds)
    {
        _all = Blend(_all, seconds);
        if (_byCaller.Count >= MostCallers && !_byCaller.ContainsKey(caller))
            _byCaller.Clear();
        _byCaller[caller] = Blend(_byCaller.TryGetValue(caller, out var known) ? known : null, seconds);
    }

    private static double Blend(double? known, double seconds) => known is { } mean ? mean + (Weight * (seconds - mean)) : seconds;
}
