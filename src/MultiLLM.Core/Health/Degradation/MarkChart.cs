namespace MultiLLM.Core.Health.Degradation;

/// <summary>
/// Watches how often requests of one model end in a certain way: a Bernoulli CUSUM, the sequential likelihood-ratio test of "eight times the usual odds"
/// against "as usual". Pure.
/// </summary>
internal sealed class MarkChart(HealthSignal signal)
{
    /// <summary>1 % against 8 %.</summary>
    private const double OddsRatio = 8.7;

    /// <summary>Rarer is as good as never.</summary>
    private const double LeastUsual = 0.01;

    /// <summary>What is assumed of a model weighs as much as so many requests.</summary>
    private const double Prior = 100;

    /// <summary>Evidence at which an alarm is raised: at 1 % of errors some 150,000 requests to a false one, at 10 % about 60 to the right one.</summary>
    private const double ErrorThreshold = 8.0;

    /// <summary>A strange answer is less urgent than a missing one.</summary>
    private const double AnswerThreshold = 12.5;
    private const double RecoveryThreshold = 4.6;

    /// <summary>How some models answer is known only after a while; that a request must not fail is known at once.</summary>
    private const int LeastKnown = 100;
    private const int MostWaiting = 2000;

    private readonly Cusum _evidence = new();
    private readonly Queue<bool> _waiting = [];
    private DaySums _usual = new(cuts: false);

    /// <summary>Null: all is as usual.</summary>
    public Alarm? Alarm { get; private set; }

    public DaySums Usual => _usual;

    /// <summary>The share of requests that is usual.</summary>
    private double UsualShare => ((_usual.Mean * _usual.Count) + (LeastUsual * Prior)) / (_usual.Count + Prior);

    public void Restore(DaySums usual) => _usual = usual;

    public void Observe(bool marked, DateTimeOffset at, int day)
    {
        if (Alarm is { } alarm)
        {
            alarm.Saw(marked ? 1 : 0, at);
            alarm.Recovery.Add(-RatioOf(marked, alarm.Usual), 0, at);
            if (alarm.Recovery.Value >= RecoveryThreshold)
                Silence();
            return;
        }
        if (signal == HealthSignal.Errors || _usual.Count >= LeastKnown)
            _evidence.Add(RatioOf(marked, UsualShare), marked ? 1 : 0, at);
        if (_evidence.Value >= (signal == HealthSignal.Errors ? ErrorThreshold : AnswerThreshold))
        {
            Alarm = new Alarm(signal, size: null, _evidence.Shift, _evidence.Since, at) { Usual = _usual.Mean };
            _waiting.Clear();
            return;
        }
        _waiting.Enqueue(marked);
        while (_waiting.Count > (_evidence.Value == 0 ? 0 : MostWaiting))
            _usual.Add(_waiting.Dequeue() ? 1 : 0, day);
    }

    public void Silence()
    {
        Alarm = null;
        _evidence.Reset();
    }

    private static double RatioOf(bool marked, double usual)
    {
        usual = Math.Clamp(usual, LeastUsual, 0.9);
        var odds = OddsRatio * usual / (1 - usual);
        var changed = odds / (1 + odds);
        return marked ? Math.Log(changed / usual) : Math.Log((1 - changed) / (1 - usual));
    }
}
