namespace MultiLLM.Core.Health.Degradation;

/// <summary>All that is watched of one model. Pure.</summary>
internal sealed class ModelWatch(string modelId)
{
    private const int MostRecent = 64;

    private static readonly HealthSignal[] s_measures = [HealthSignal.Decoding, HealthSignal.Reading, HealthSignal.FirstToken, HealthSignal.AnswerLength];
    private static readonly HealthSignal[] s_marks = [HealthSignal.Errors, HealthSignal.EmptyAnswers, HealthSignal.RepeatingAnswers];

    private readonly Dictionary<HealthSignal, MeasureChart> _measures = s_measures.ToDictionary(signal => signal, signal => new MeasureChart(signal));
    private readonly Dictionary<HealthSignal, MarkChart> _marks = s_marks.ToDictionary(signal => signal, signal => new MarkChart(signal));
    private readonly Queue<(DateTimeOffset At, double Shift)> _recent = new(MostRecent);

    public string ModelId => modelId;

    /// <summary>Of its file: another file under the same name is another model.</summary>
    public long SizeBytes { get; init; }
    public DateTimeOffset SeenAt { get; set; }

    public IEnumerable<KeyValuePair<HealthSignal, MeasureBaseline>> Baselines => _measures.Select(chart => KeyValuePair.Create(chart.Key, chart.Value.Baseline));
    public IEnumerable<KeyValuePair<HealthSignal, DaySums>> Usual => _marks.Select(chart => KeyValuePair.Create(chart.Key, chart.Value.Usual));

    public void Observe(in RequestSample sample, int day)
    {
        SeenAt = sample.At;
        foreach (var (signal, chart) in _measures)
        {
            var shift = chart.Observe(sample, day);
            if (signal is HealthSignal.Decoding && double.IsFinite(shift))
                Remember(sample.At, shift);
        }
        foreach (var (signal, chart) in _marks)
        {
            if (sample.Mark(signal) is { } marked)
                chart.Observe(marked, sample.At, day);
        }
    }

    /// <summary>The alarm that says most about a concern; null: there is none.</summary>
    public Alarm? AlarmOf(HealthConcern concern) =>
        Alarms().Where(alarm => HealthSignals.ConcernOf(alarm.Signal) == concern).OrderBy(alarm => alarm.Size is not null).ThenBy(alarm => alarm.Signal).FirstOrDefault();

    /// <summary>Lifts a concern's alarms: nothing can be said of it any more.</summary>
    public void Silence(HealthConcern concern)
    {
        foreach (var chart in _measures.Where(chart => HealthSignals.ConcernOf(chart.Key) == concern))
            chart.Value.Silence();
        foreach (var chart in _marks.Where(chart => HealthSignals.ConcernOf(chart.Key) == concern))
            chart.Value.Silence();
    }

    /// <summary>How much slower than usual it wrote since then, as a logarithm, and over how many answers.</summary>
    public (int Count, double Shift) PaceSince(DateTimeOffset since)
    {
        var (count, sum) = (0, 0.0);
        foreach (var (at, shift) in _recent)
        {
            if (at < since)
                continue;
            count++;
            sum += shift;
        }
        return (count, count > 0 ? sum / count : 0);
    }

    /// <summary>Answers whose pace is usual enough to be compared.</summary>
    public double KnownAnswers => _measures[HealthSignal.Decoding].Baseline.Cells.Sum(cell => cell.Value.Count);

    public void Restore(HealthSignal signal, int cell, DaySums sums)
    {
        if (_measures.TryGetValue(signal, out var chart) && MeasureBaseline.IsCell(cell))
            chart.Baseline.Restore(cell, sums);
    }

    public void Restore(HealthSignal signal, DaySums usual)
    {
        if (_marks.TryGetValue(signal, out var chart))
            chart.Restore(usual);
    }

    private IEnumerable<Alarm> Alarms() =>
        _measures.Values.Select(chart => chart.Alarm).Concat(_marks.Values.Select(chart => chart.Alarm)).OfType<Alarm>();

    private void Remember(DateTimeOffset at, double shift)
    {
        if (_recent.Count == MostRecent)
            _recent.Dequeue();
        _recent.Enqueue((at, shift));
    }
}
