namespace MultiLLM.Runner.Sampling;

/// <summary>Changes few logits in place and takes the changes back, which is far cheaper than copying a vocabulary.</summary>
internal sealed class LogitEdits
{
    private const float Ban = -100;

    private readonly List<(int Token, float Before)> _before = [];

    public void Bias(Span<float> logits, IReadOnlyDictionary<int, float> biases)
    {
        foreach (var (token, bias) in biases)
        {
            if ((uint)token < (uint)logits.Length)
            {
                _before.Add((token, logits[token]));
                logits[token] = bias <= Ban ? float.NegativeInfinity : logits[token] + bias;
            }
        }
    }

    /// <summary>A repeated token's logit is divided by the repeat penalty (multiplied where it is negative, so that it always falls),
    /// then loses the frequency penalty for each occurrence and the presence penalty once.</summary>
    public void Penalise(Span<float> logits, PenaltyWindow window, SamplerSettings settings)
    {
        foreach (var (token, count) in window.Counts)
        {
            if ((uint)token < (uint)logits.Length)
            {
                var logit = logits[token];
                _before.Add((token, logit));
                logit = logit <= 0 ? logit * settings.RepeatPenalty : logit / settings.RepeatPenalty;
                logits[token] = logit - count * settings.FrequencyPenalty - settings.PresencePenalty;
            }
        }
    }

    public void Undo(Span<float> logits)
    {
        for (var i = _before.Count - 1; i >= 0; i--)
        {
            logits[_before[i].Token] = _before[i].Before;
        }

        _before.Clear();
    }
}
