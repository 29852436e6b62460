namespace MultiLLM.Runner.Sampling;

/// <summary>Cuts the vocabulary to the tokens that may be drawn: top_k, then typical_p, top_p and min_p, each on what the one before left.</summary>
internal sealed class CandidateCuts(SamplerSettings settings, CandidateBuffer candidates)
{
    // Up to here a heap beats gathering the vocabulary.
    private const int HeapLimit = 256;

    private static readonly float[] Widths = [3, 6, 10, float.PositiveInfinity];

    /// <returns>False where nothing is to be cut: the draw is then from the whole vocabulary, and the buffer is not filled.</returns>
    public bool Apply(ReadOnlySpan<float> logits, float max)
    {
        double? total = null;   // the sum of e^(logit - max) that top_p is a share of; null: that of the candidates
        if (settings.TopK > 0 && settings.TopK < logits.Length)
        {
            TopK(logits);
        }
        else if (settings.TypicalP < 1)
        {
            candidates.Gather(logits, float.NegativeInfinity);
        }
        else if (settings.TopP < 1 || settings.MinP > 0)
        {
            total = GatherLikely(logits, max);
        }
        else
        {
            return false;
        }

        if (settings.TypicalP < 1)
        {
            Typical(max);
        }

        if (settings.TopP < 1)
        {
            TopP(max, total);
        }

        if (settings.MinP > 0)
        {
            candidates.KeepAtLeast(MinPLimit(candidates.MaxLogit()));
        }

        return true;
    }

    private void TopK(ReadOnlySpan<float> logits)
    {
        if (settings.TopK <= HeapLimit)
        {
            candidates.Truncate(TopKSelector.Select(logits, candidates.Reset(settings.TopK)));
            return;
        }

        candidates.Gather(logits, float.NegativeInfinity);
        candidates.Truncate(CandidateSelection.KeepBest(candidates.Span, settings.TopK));
    }

    // Takes a superset of the nucleus. The nucleus lies within every set "all tokens from this logit up" that has its weight, so the
    // narrow sets are tried first: a model that is sure of itself needs a few dozen tokens of the whole vocabulary.
    private double? GatherLikely(ReadOnlySpan<float> logits, float max)
    {
        var minPLimit = settings.MinP > 0 ? MinPLimit(max) : float.NegativeInfinity;
        if (settings.TopP >= 1)
        {
            candidates.Gather(logits, minPLimit);
            return null;
        }

        var total = LogitMath.SumExp(logits, max);
        foreach (var width in Widths)
        {
            var limit = Math.Max(minPLimit, max - width);
            candidates.Gather(logits, limit);
            if (limit <= minPLimit || SumWeights(max) >= settings.TopP * total)
            {
                break;
            }
        }

        return total;
    }

    private void TopP(float max, double? total)
    {
        var sum = SumWeights(max);
        foreach (ref var candidate in candidates.Span)
        {
            candidate.Key = candidate.Logit;
        }

        candidates.Truncate(CandidateSelection.KeepBest(candidates.Span, settings.TopP * (total ?? sum)));
    }

    private double SumWeights(float max)
    {
        double sum = 0;
        foreach (ref var candidate in candidates.Span)
        {
            candidate.Weight = LogitMath.Weight(candidate.Logit, max, 1);
            sum += candidate.Weight;
        }

        return sum;
    }

    // Keeps the tokens whose surprise is nearest to the expected one.
    private void Typical(float max)
    {
        double sum = 0, weighted = 0;
        foreach (ref var candidate in candidates.Span)
        {
            candidate.Weight = LogitMath.Weight(candidate.Logit, max, 1);
            sum += candidate.Weight;
            weighted += candidate.Weight * (double)(candidate.Logit - max);
        }

        var logSum = Math.Log(sum);
        var entropy = logSum - weighted / sum;
        foreach (ref var candidate in candidates.Span)
        {
            var surprise = logSum - (candidate.Logit - max);
            candidate.Key = (float)-Math.Abs(surprise - entropy);
        }

        candidates.Truncate(CandidateSelection.KeepBest(candidates.Span, settings.TypicalP * sum, exceed: true));
    }

    private float MinPLimit(float max) => max + MathF.Log(settings.MinP);
}
