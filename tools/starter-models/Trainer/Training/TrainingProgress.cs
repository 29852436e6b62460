namespace StarterModels.Trainer.Training;

/// <summary>One line every few seconds: the mean loss since the last line, and the speed.</summary>
internal sealed class TrainingProgress(string name, Action<string> log, double everySeconds)
{
    private double _lastSeconds;
    private double _loss;
    private double _norm;
    private int _steps;
    private int _allSteps;
    private long _tokens;
    private long _allTokens;

    /// <param name="units">Padded tokens, or pairs, of this step.</param>
    public void Add(double seconds, long step, double loss, double norm, float learningRate, long units, string note)
    {
        _loss += loss;
        _norm += norm;
        _steps++;
        _allSteps++;
        _tokens += units;
        _allTokens += units;
        if (seconds - _lastSeconds < everySeconds)
            return;

        log($"[{name}] {seconds,5:f0} s step {step} loss {_loss / _steps:f3} gradient {_norm / _steps:f2} rate {learningRate:e2} "
            + $"{_tokens / (seconds - _lastSeconds):f0}/s {note}");
        (_lastSeconds, _loss, _norm, _steps, _tokens) = (seconds, 0, 0, 0, 0);
    }

    public void Finish(double seconds, string note) =>
        log($"[{name}] done: {seconds:f0} s, {_allSteps} steps, {_allTokens} in all, {_allTokens / seconds:f0}/s {note}");
}
