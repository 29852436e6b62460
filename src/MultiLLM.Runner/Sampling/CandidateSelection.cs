namespace MultiLLM.Runner.Sampling;

/// <summary>Cuts a set of candidates to its best ones without sorting it.</summary>
internal static class CandidateSelection
{
    /// <summary>
    /// Moves the best candidates to the front, in no particular order: as few as reach <paramref name="target"/> with their weights
    /// (must exceed it when <paramref name="exceed"/>), at least one. Expected linear time: a quickselect over weights.
    /// </summary>
    /// <returns>How many they are.</returns>
    public static int KeepBest(Span<Candidate> candidates, double target, bool exceed = false)
    {
        int low = 0, high = candidates.Length;
        double above = 0;   // the weight of what is certainly kept: the candidates before low
        while (low < high)
        {
            var pivot = Partition(candidates, low, high);
            double better = 0;
            foreach (ref readonly var candidate in candidates[low..pivot])
            {
                better += candidate.Weight;
            }

            if (pivot > low && Reached(above + better, target, exceed))
            {
                high = pivot;
                continue;
            }

            above += better + candidates[pivot].Weight;
            low = pivot + 1;
            if (Reached(above, target, exceed))
            {
                return low;
            }
        }

        return high;
    }

    private static bool Reached(double sum, double target, bool exceed) => exceed ? sum > target : sum >= target;

    // The better ones end up before the returned index, the worse ones behind it.
    private static int Partition(Span<Candidate> candidates, int low, int high)
    {
        var last = high - 1;
        var middle = low + (last - low) / 2;
        SortThree(candidates, low, middle, last);
        (candidates[middle], candidates[last]) = (candidates[last], candidates[middle]);
        var pivot = candidates[last];
        var store = low;
        for (var i = low; i < last; i++)
        {
            if (candidates[i].IsBetterThan(pivot))
            {
                (candidates[store], candidates[i]) = (candidates[i], candidates[store]);
                store++;
            }
        }

        (candidates[store], candidates[last]) = (candidates[last], candidates[store]);
        return store;
    }

    private static void SortThree(Span<Candidate> candidates, int a, int b, int c)
    {
        SortTwo(candidates, a, b);
        SortTwo(candidates, b, c);
        SortTwo(candidates, a, b);
    }

    private static void SortTwo(Span<Candidate> candidates, int a, int b)
    {
        if (candidates[b].IsBetterThan(candidates[a]))
        {
            (candidates[a], candidates[b]) = (candidates[b], candidates[a]);
        }
    }
}
