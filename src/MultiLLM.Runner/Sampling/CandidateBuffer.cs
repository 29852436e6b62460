using System.Numerics;
using System.Runtime.InteropServices;

namespace MultiLLM.Runner.Sampling;

/// <summary>The tokens that may still be drawn; grows to what a request needs and is used again for each token.</summary>
internal sealed class CandidateBuffer
{
    private Candidate[] _items = new Candidate[256];

    public int Count { get; private set; }

    public Span<Candidate> Span => _items.AsSpan(0, Count);

    /// <summary>Room for exactly this many, contents undefined.</summary>
    public Span<Candidate> Reset(int count)
    {
        if (_items.Length < count)
        {
            _items = new Candidate[count];
        }

        Count = count;
        return Span;
    }

    public void Truncate(int count) => Count = count;

    /// <summary>Takes every token with at least this logit, except those at negative infinity or NaN.</summary>
    public void Gather(ReadOnlySpan<float> logits, float threshold)
    {
        Count = 0;
        threshold = Math.Max(threshold, float.MinValue);
        var limit = new Vector<float>(threshold);
        ref var first = ref MemoryMarshal.GetReference(logits);
        var i = 0;
        while (i < logits.Length)
        {
            var end = Math.Min(i + Vector<float>.Count, logits.Length);
            if (end - i == Vector<float>.Count && !Vector.GreaterThanOrEqualAny(Vector.LoadUnsafe(ref first, (nuint)i), limit))
            {
                i = end;
                continue;
            }

            for (; i < end; i++)
            {
                if (logits[i] >= threshold)
                {
                    Add(new Candidate(i, logits[i], logits[i], 1));
                }
            }
        }
    }

    public void KeepAtLeast(float logit)
    {
        var kept = 0;
        foreach (var candidate in Span)
        {
            if (candidate.Logit >= logit)
            {
                _items[kept++] = candidate;
            }
        }

        Count = kept;
    }

    public float MaxLogit()
    {
        var max = float.NegativeInfinity;
        foreach (ref readonly var candidate in Span)
        {
            max = Math.Max(max, candidate.Logit);
        }

        return max;
    }

    private void Add(Candidate candidate)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, 2 * Count);
        }

        _items[Count++] = candidate;
    }
}
