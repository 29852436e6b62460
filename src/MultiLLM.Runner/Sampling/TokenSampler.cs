namespace MultiLLM.Runner.Sampling;

/// <summary>
/// Chooses the tokens of one sequence. The order is llama.cpp's: logit bias, penalties, top_k, typical_p, top_p, min_p, temperature, draw.
/// No step builds or sorts more of the vocabulary than it must, and none allocates once its buffers have grown.
/// </summary>
internal sealed class TokenSampler
{
    /// <summary>Where no token can be chosen: every logit is NaN or negative infinity, or the grammar forbids all.</summary>
    public const int None = -1;

    private readonly SamplerSettings _settings;
    private readonly SamplerScratch _scratch;
    private readonly PenaltyWindow? _window;
    private readonly CandidateCuts _cuts;
    private SplitMix64 _random;

    /// <param name="settings">Within the ranges that <see cref="SamplerSettings.TryCreate"/> checks.</param>
    /// <param name="scratch">Shared with other samplers of the same thread, or null for its own.</param>
    public TokenSampler(SamplerSettings settings, SamplerScratch? scratch = null)
    {
        _settings = settings;
        _scratch = scratch ?? new SamplerScratch();
        _window = settings.HasPenalties ? new PenaltyWindow(settings.RepeatLastN) : null;
        _cuts = new CandidateCuts(settings, _scratch.Candidates);
        Seed = settings.Seed ?? (ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue);
        _random = new SplitMix64(Seed);
    }

    /// <summary>The seed in use, whether asked for or drawn.</summary>
    public ulong Seed { get; }

    /// <summary>Shows the sampler the prompt, which the penalties count.</summary>
    public void Prime(ReadOnlySpan<int> prompt) => _window?.Add(prompt);

    /// <summary>Tells the sampler the token that the sequence really took.</summary>
    public void Accept(int token) => _window?.Add(token);

    /// <summary>
    /// The next token, or <see cref="None"/>. The logits are changed while it runs and are as before when it returns.
    /// The grammar is asked about the token chosen without it; only when it refuses, the whole vocabulary is masked and the choice made again.
    /// </summary>
    public int Sample(Span<float> logits, IGrammarMask? grammar)
    {
        var edits = _scratch.Edits;
        try
        {
            edits.Bias(logits, _settings.LogitBias);
            if (_window is not null)
            {
                edits.Penalise(logits, _window, _settings);
            }

            var token = Choose(logits);
            if (grammar is null || token == None || grammar.Allows(token))
            {
                return token;
            }

            var masked = _scratch.Masked(logits.Length);
            logits.CopyTo(masked);
            grammar.Mask(masked);
            return Choose(masked);
        }
        finally
        {
            edits.Undo(logits);
        }
    }

    private int Choose(ReadOnlySpan<float> logits)
    {
        var best = LogitMath.IndexOfMax(logits);
        if (best < 0 || _settings.IsGreedy || float.IsPositiveInfinity(logits[best]))
        {
            return best;
        }

        var max = logits[best];
        return _cuts.Apply(logits, max) ? Draw(_scratch.Candidates) : DrawFromAll(logits, max);
    }

    private int DrawFromAll(ReadOnlySpan<float> logits, float max)
    {
        var scale = 1 / _settings.Temperature;
        return LogitMath.Walk(logits, max, scale, _random.NextDouble() * LogitMath.SumExp(logits, max, scale));
    }

    private int Draw(CandidateBuffer candidates)
    {
        var scale = 1 / _settings.Temperature;
        var max = candidates.MaxLogit();
        double sum = 0;
        foreach (ref var candidate in candidates.Span)
        {
            candidate.Weight = LogitMath.Weight(candidate.Logit, max, scale);
            sum += candidate.Weight;
        }

        var target = _random.NextDouble() * sum;
        var last = None;
        foreach (ref readonly var candidate in candidates.Span)
        {
            if (candidate.Weight > 0)
            {
                last = candidate.Id;
                target -= candidate.Weight;
                if (target < 0)
                {
                    return last;
                }
            }
        }

        return last;
    }
}
