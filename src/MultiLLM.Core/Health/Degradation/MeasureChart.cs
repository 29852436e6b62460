namespace MultiLLM.Core.Health.Degradation;

/// <summary>
/// Watches one measure of one model: a cumulative sum over all its requests, and one for each size of task, of how much better "changed" explains each
/// request than "as usual". Pure.
/// </summary>
internal sealed class MeasureChart
{
    private const double LeastDeviations = -3;
    private const double MostDeviations = 4;

    private readonly HealthSignal _signal;
    private readonly ChartRules _rules;
    private readonly Echo _echo = new();
    private readonly Side[] _sides;

    public MeasureChart(HealthSignal signal)
    {
        _signal = signal;
        _rules = ChartRules.Of(signal);
        _sides = _rules.BothWays ? [new Side(1), new Side(-1)] : [new Side(1)];
        Baseline = new MeasureBaseline(signal, _rules.LeastKnown);
    }

    public MeasureBaseline Baseline { get; }

    /// <summary>Null: all is as usual.</summary>
    public Alarm? Alarm { get; private set; }

    /// <returns>How much more than usual it was; NaN: nothing usual is known.</returns>
    public double Observe(in RequestSample sample, int day)
    {
        var measure = sample.Measure(_signal);
        if (!double.IsFinite(measure))
            return double.NaN;
        var size = SizeClass.Of(_signal, sample);
        if (Baseline.Of(size, sample.Company, measure) is not { } expected)
        {
            Note(size, sample, measure, day);
            return double.NaN;
        }
        var isHit = Alarm is { } alarm && (alarm.Size is null || alarm.Size == size);
        var shift = isHit ? expected.LikelyShift : expected.Shift;
        var deviation = Math.Clamp(shift / expected.Deviation, LeastDeviations, MostDeviations);
        var news = _echo.NewsOf(deviation, learns: Alarm is null && !expected.IsGuess);
        if (isHit)
            Follow(Alarm!, expected, news, sample.At);
        else
            Look(size, expected, news, sample.At);
        Note(size, sample, measure, day);
        return expected.Shift;
    }

    public void Silence()
    {
        Alarm = null;
        foreach (var side in _sides)
            side.Reset();
    }

    private void Look(int size, in Expectation expected, double news, DateTimeOffset at)
    {
        foreach (var side in _sides)
        {
            var ratio = RatioOf(side.Sign * news, expected, doubts: true);
            if (expected.IsGuess && ratio < 0)
                continue; // it may be slower than usual all the same
            side.All.Add(ratio, expected.Shift, at);
            if (!expected.IsGuess)
                side.BySize[size].Add(ratio, expected.Shift, at);
            var general = side.All.Value >= _rules.Threshold;
            if (!general && side.BySize[size].Value < _rules.SizeThreshold)
                continue;
            // At a second size: it is no matter of size.
            Raise(general || Alarm is not null ? null : size, general ? side.All : side.BySize[size], at);
            return;
        }
    }

    private void Raise(int? size, Cusum evidence, DateTimeOffset at)
    {
        if (Alarm is { } known)
            known.Size = size;
        else
            Alarm = new Alarm(_signal, size, evidence.Shift, evidence.Since, at);
        Baseline.Forget();
        foreach (var side in _sides)
            side.Reset();
    }

    private void Follow(Alarm alarm, in Expectation expected, double news, DateTimeOffset at)
    {
        alarm.Saw(expected.LikelyShift, at);
        alarm.Recovery.Add(Math.Min(_rules.MostPerRequest, -RatioOf(alarm.Sign * news, expected, doubts: false)), expected.LikelyShift, at);
        if (alarm.Recovery.Value >= _rules.RecoveryThreshold)
            Silence();
    }

    /// <summary>Of normal distributions around the usual value and around the target, in what the request before did not say.</summary>
    private double RatioOf(double news, in Expectation expected, bool doubts)
    {
        var apart = _rules.Target / expected.Deviation * (1 - _echo.Share);
        var margin = doubts ? expected.Doubt * (1 - _echo.Share) : 0;
        return Math.Min(_rules.MostPerRequest, apart / (1 - (_echo.Share * _echo.Share)) * (news - margin - (apart / 2)));
    }

    private void Note(int size, in RequestSample sample, double measure, int day)
    {
        if (Alarm is not null)
            return;
        Baseline.Observed(size, sample.Company, measure, day);
        if (Array.TrueForAll(_sides, side => side.All.Value == 0))
            Baseline.Learn(known => Array.TrueForAll(_sides, side => side.BySize[known].Value == 0), day);
    }

    private sealed class Side(int sign)
    {
        public int Sign => sign;
        public Cusum All { get; } = new();
        public Cusum[] BySize { get; } = [.. Enumerable.Range(0, SizeClass.Most).Select(_ => new Cusum())];

        public void Reset()
        {
            All.Reset();
            foreach (var size in BySize)
                size.Reset();
        }
    }
}
