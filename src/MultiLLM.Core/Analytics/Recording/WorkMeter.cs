namespace MultiLLM.Core.Analytics.Recording;

/// <summary>
/// Knows who is at work, and who was on average while a request was: speeds mean little without it. Safe from any thread.
/// </summary>
internal sealed class WorkMeter(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Work> _models = new(StringComparer.Ordinal);
    private readonly long _start = time.GetTimestamp();
    private double _countedAt;
    private double _modelSeconds; // models at work, added up over time

    /// <summary>An answer of the model is being written from now on. End it exactly once.</summary>
    public WorkSpan Begin(string modelId)
    {
        lock (_gate)
        {
            var now = Count();
            if (!_models.TryGetValue(modelId, out var work))
                _models[modelId] = work = new Work();
            work.Answers++;
            return new WorkSpan(this, modelId, now, work.AnswerSeconds, _modelSeconds);
        }
    }

    internal WorkBeside End(WorkSpan span)
    {
        lock (_gate)
        {
            var now = Count();
            var work = _models[span.ModelId];
            var seconds = now - span.Began;
            var beside = seconds > 0
                ? new WorkBeside((work.AnswerSeconds - span.AnswerSeconds) / seconds, Math.Max(0, ((_modelSeconds - span.ModelSeconds) / seconds) - 1))
                : new WorkBeside(work.Answers, _models.Count - 1);
            if (--work.Answers == 0)
                _models.Remove(span.ModelId);
            return beside;
        }
    }

    /// <summary>Adds up to now.</summary>
    private double Count()
    {
        var now = time.GetElapsedTime(_start).TotalSeconds;
        var seconds = Math.Max(0, now - _countedAt);
        foreach (var work in _models.Values)
            work.AnswerSeconds += work.Answers * seconds;
        _modelSeconds += _models.Count * seconds;
        _countedAt = now;
        return now;
    }

    private sealed class Work
    {
        public int Answers { get; set; }
        public double AnswerSeconds { get; set; }
    }
}

/// <summary>The time one answer was written in.</summary>
internal sealed class WorkSpan(WorkMeter meter, string modelId, double began, double answerSeconds, double modelSeconds)
{
    public string ModelId => modelId;
    public double Began => began;
    public double AnswerSeconds => answerSeconds;
    public double ModelSeconds => modelSeconds;

    public WorkBeside End() => meter.End(this);
}

/// <param name="Answers">Answers the model wrote at once on average, this one included.</param>
/// <param name="OtherModels">Other models at work, on average.</param>
internal readonly record struct WorkBeside(double Answers, double OtherModels);
