using MultiLLM.Runner.Sampling;

namespace MultiLLM.Runner.Tests.Sampling;

/// <summary>The chain of cuts as the definitions say it: sort everything, add up, cut. Slow, in double precision.</summary>
internal sealed class ReferenceCuts(SamplerSettings settings)
{
    private const double Tolerance = 1e-5;

    /// <summary>A cut fell so close to its limit that rounding decides it; the result then proves nothing.</summary>
    public bool Ambiguous { get; private set; }

    public int[] Apply(float[] logits)
    {
        var order = Enumerable.Range(0, logits.Length)
            .Where(i => logits[i] > float.NegativeInfinity)
            .OrderByDescending(i => logits[i]).ThenBy(i => i).ToList();
        if (settings.TopK > 0)
        {
            order = [.. order.Take(settings.TopK)];
        }

        if (settings.TypicalP < 1)
        {
            order = Typical(order, logits);
        }

        if (settings.TopP < 1)
        {
            order = CutAt(order, Softmax(order, logits), settings.TopP, exceed: false);
        }

        if (settings.MinP > 0)
        {
            var limit = logits[order[0]] + Math.Log(settings.MinP);
            Ambiguous |= settings.MinP < 1 && order.Any(i => Math.Abs(logits[i] - limit) < Tolerance);
            order = [.. order.Where(i => logits[i] >= limit)];
        }

        return [.. order.Order()];
    }

    public static Dictionary<int, double> Softmax(IReadOnlyList<int> ids, float[] logits, double temperature = 1)
    {
        var max = ids.Max(i => (double)logits[i]);
        var sum = ids.Sum(i => Math.Exp((logits[i] - max) / temperature));
        return ids.ToDictionary(i => i, i => Math.Exp((logits[i] - max) / temperature) / sum);
    }

    private List<int> Typical(List<int> order, float[] logits)
    {
        var p = Softmax(order, logits);
        var entropy = -order.Sum(i => p[i] == 0 ? 0 : p[i] * Math.Log(p[i]));
        var score = order.ToDictionary(i => i, i => Math.Abs(-Math.Log(p[i]) - entropy));
        var sorted = order.OrderBy(i => score[i]).ThenBy(i => i).ToList();
        var kept = CutAt(sorted, p, settings.TypicalP, exceed: true);
        Ambiguous |= kept.Count < sorted.Count && Math.Abs(score[sorted[kept.Count]] - score[kept[^1]]) < Tolerance;
        return [.. kept.OrderByDescending(i => logits[i]).ThenBy(i => i)];
    }

    private List<int> CutAt(List<int> order, Dictionary<int, double> p, double target, bool exceed)
    {
        double sum = 0;
        for (var i = 0; i < order.Count; i++)
        {
            sum += p[order[i]];
            Ambiguous |= Math.Abs(sum - target) < Tolerance;
            if (exceed ? sum > target : sum >= target)
            {
                return order[..(i + 1)];
            }
        }

        return order;
    }
}
