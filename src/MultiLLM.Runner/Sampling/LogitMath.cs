using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace MultiLLM.Runner.Sampling;

/// <summary>Passes over a whole vocabulary. None of them needs a buffer of its size.</summary>
internal static class LogitMath
{
    private const int Block = 1024;

    /// <summary>The index of the largest logit, the lowest of equals; -1 where no logit is above negative infinity. NaN never counts.</summary>
    public static int IndexOfMax(ReadOnlySpan<float> logits)
    {
        var max = Max(logits);
        return float.IsNegativeInfinity(max) ? -1 : logits.IndexOf(max);
    }

    // Comparisons with NaN are false, so NaN never gets in. Four running maxima keep the loop free of waiting on itself.
    private static float Max(ReadOnlySpan<float> values)
    {
        var width = Vector<float>.Count;
        Vector<float> a = new(float.NegativeInfinity), b = a, c = a, d = a;
        ref var first = ref MemoryMarshal.GetReference(values);
        var i = 0;
        for (; i <= values.Length - 4 * width; i += 4 * width)
        {
            a = Larger(Vector.LoadUnsafe(ref first, (nuint)i), a);
            b = Larger(Vector.LoadUnsafe(ref first, (nuint)(i + width)), b);
            c = Larger(Vector.LoadUnsafe(ref first, (nuint)(i + 2 * width)), c);
            d = Larger(Vector.LoadUnsafe(ref first, (nuint)(i + 3 * width)), d);
        }

        a = Larger(Larger(a, b), Larger(c, d));
        var max = float.NegativeInfinity;
        for (var lane = 0; lane < width; lane++)
        {
            max = a[lane] > max ? a[lane] : max;
        }

        for (; i < values.Length; i++)
        {
            max = values[i] > max ? values[i] : max;
        }

        return max;
    }

    private static Vector<float> Larger(Vector<float> candidate, Vector<float> current) =>
        Vector.ConditionalSelect(Vector.GreaterThan(candidate, current), candidate, current);

    /// <summary>The sum of e^((logit - max) * scale). Logits that are NaN count as negative infinity.</summary>
    public static double SumExp(ReadOnlySpan<float> logits, float max, float scale = 1)
    {
        double sum = 0;
        for (var start = 0; start < logits.Length; start += Block)
        {
            sum += SumExpBlock(logits[start..Math.Min(start + Block, logits.Length)], max, scale);
        }

        return sum;
    }

    /// <summary>The index at which the running sum of e^((logit - max) * scale) passes <paramref name="target"/>.</summary>
    public static int Walk(ReadOnlySpan<float> logits, float max, float scale, double target)
    {
        double sum = 0;
        for (var start = 0; start < logits.Length; start += Block)
        {
            var block = logits[start..Math.Min(start + Block, logits.Length)];
            var blockSum = SumExpBlock(block, max, scale);
            if (sum + blockSum <= target)
            {
                sum += blockSum;
                continue;
            }

            for (var i = 0; i < block.Length; i++)
            {
                var weight = Weight(block[i], max, scale);
                sum += weight;
                if (weight > 0 && sum > target)
                {
                    return start + i;
                }
            }
        }

        // Rounding left the target just above the sum: the last token that has any weight.
        return LastWithWeight(logits, max, scale);
    }

    /// <summary>e^((logit - max) * scale); 0 for NaN.</summary>
    public static float Weight(float logit, float max, float scale)
    {
        // Infinity minus infinity: the token is the largest itself.
        var weight = logit == max ? 1 : MathF.Exp((logit - max) * scale);
        return float.IsNaN(weight) ? 0 : weight;
    }

    private static int LastWithWeight(ReadOnlySpan<float> logits, float max, float scale)
    {
        for (var i = logits.Length - 1; i >= 0; i--)
        {
            if (Weight(logits[i], max, scale) > 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static double SumExpBlock(ReadOnlySpan<float> block, float max, float scale)
    {
        Span<float> buffer = stackalloc float[Block];
        buffer = buffer[..block.Length];
        TensorPrimitives.Subtract(block, max, buffer);
        if (scale != 1)
        {
            TensorPrimitives.Multiply(buffer, scale, buffer);
        }

        TensorPrimitives.Exp(buffer, buffer);
        var sum = TensorPrimitives.Sum(buffer);
        if (!float.IsNaN(sum))
        {
            return sum;
        }

        double exact = 0;
        foreach (var logit in block)
        {
            exact += Weight(logit, max, scale);
        }

        return exact;
    }
}
