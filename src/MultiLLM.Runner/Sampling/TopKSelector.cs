using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MultiLLM.Runner.Sampling;

/// <summary>Finds the largest logits of a vocabulary in one pass that mostly compares whole vectors with the smallest one kept so far.</summary>
internal static class TopKSelector
{
    /// <summary>
    /// Fills <paramref name="best"/> with the largest logits, best first, ties by the lower id. NaN and negative infinity never count.
    /// </summary>
    /// <returns>How many there are: fewer than the span holds where the vocabulary has fewer.</returns>
    public static int Select(ReadOnlySpan<float> logits, Span<Candidate> best)
    {
        if (best.IsEmpty)
        {
            return 0;
        }

        var count = 0;
        var threshold = float.NegativeInfinity;
        var i = 0;
        while (i < logits.Length)
        {
            if (i + Vector<float>.Count <= logits.Length
                && !Vector.GreaterThanAny(Load(logits, i), new Vector<float>(threshold)))
            {
                i += Vector<float>.Count;
                continue;
            }

            for (var end = Math.Min(i + Vector<float>.Count, logits.Length); i < end; i++)
            {
                if (logits[i] > threshold)
                {
                    Add(best, ref count, new Candidate(i, logits[i], logits[i], 1));
                    threshold = count == best.Length ? best[0].Key : float.NegativeInfinity;
                }
            }
        }

        SortDescending(best[..count]);
        return count;
    }

    private static Vector<float> Load(ReadOnlySpan<float> values, int index) =>
        Vector.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)index);

    // A heap with the worst kept candidate on top.
    private static void Add(Span<Candidate> heap, ref int count, Candidate candidate)
    {
        if (count == heap.Length)
        {
            heap[0] = candidate;
            SiftDown(heap[..count], 0);
            return;
        }

        var i = count++;
        heap[i] = candidate;
        while (i > 0 && heap[(i - 1) / 2].IsBetterThan(heap[i]))
        {
            (heap[i], heap[(i - 1) / 2]) = (heap[(i - 1) / 2], heap[i]);
            i = (i - 1) / 2;
        }
    }

    private static void SortDescending(Span<Candidate> heap)
    {
        for (var last = heap.Length - 1; last > 0; last--)
        {
            (heap[0], heap[last]) = (heap[last], heap[0]);
            SiftDown(heap[..last], 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SiftDown(Span<Candidate> heap, int i)
    {
        while (true)
        {
            var worst = i;
            for (var child = 2 * i + 1; child <= 2 * i + 2 && child < heap.Length; child++)
            {
                if (heap[worst].IsBetterThan(heap[child]))
                {
                    worst = child;
                }
            }

            if (worst == i)
            {
                return;
            }

            (heap[i], heap[worst]) = (heap[worst], heap[i]);
            i = worst;
        }
    }
}
