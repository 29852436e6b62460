namespace MultiLLM.Core.Residency.Room;

/// <summary>A model that may be evicted.</summary>
/// <param name="Bytes">That its leaving frees.</param>
/// <param name="Cost">
/// What its absence costs: the seconds a load of it takes, times the requests per second that will probably want it.
/// </param>
/// <param name="LastUsedAt">Between equals, the one unused longest leaves.</param>
internal readonly record struct EvictionCandidate(long Bytes, double Cost, DateTimeOffset LastUsedAt);

/// <summary>
/// Chooses the cheapest set of models whose leaving makes enough room: in bytes and in places. Exact for what a machine holds (at most
/// <see cref="MaxSteps"/> steps of a branch-and-bound search; then the best set found so far). Pure.
/// </summary>
internal static class EvictionPolicy
{
    private const int MaxSteps = 10_000;

    /// <summary>Each eviction costs at least this, so that between equals fewer models leave.</summary>
    private const double LeastCost = 1e-6;

    /// <returns>Indices into the candidates; empty: no room is needed; null: all of them together are not enough.</returns>
    public static IReadOnlyList<int>? Choose(IReadOnlyList<EvictionCandidate> candidates, long bytesNeeded, int placesNeeded)
    {
        if (bytesNeeded <= 0 && placesNeeded <= 0)
            return [];
        if (candidates.Count < placesNeeded || candidates.Sum(c => c.Bytes) < bytesNeeded)
            return null;
        return new Search(candidates, bytesNeeded, placesNeeded).Run();
    }

    private sealed class Search
    {
        private readonly EvictionCandidate[] _sorted;
        private readonly int[] _order;

        // From each index on.
        private readonly long[] _bytesFrom;
        private readonly double[] _cheapestFrom;
        private readonly long _bytesNeeded;
        private readonly int _placesNeeded;
        private readonly Stack<int> _chosen = new();
        private int[] _best;
        private double _bestCost = double.PositiveInfinity;
        private int _steps;

        public Search(IReadOnlyList<EvictionCandidate> candidates, long bytesNeeded, int placesNeeded)
        {
            (_bytesNeeded, _placesNeeded) = (bytesNeeded, placesNeeded);
            // Cheap bytes first: the first complete set is a good one, and equal sets that come later do not replace it.
            _order = [.. Enumerable.Range(0, candidates.Count)
                .OrderBy(i => Cost(candidates[i]) / Math.Max(1, candidates[i].Bytes)).ThenBy(i => Cost(candidates[i])).ThenBy(i => candidates[i].LastUsedAt)];
            _sorted = [.. _order.Select(i => candidates[i])];
            _best = [.. Enumerable.Range(0, _sorted.Length)];
            _bytesFrom = new long[_sorted.Length + 1];
            _cheapestFrom = new double[_sorted.Length + 1];
            _cheapestFrom[^1] = double.PositiveInfinity;
            for (var i = _sorted.Length - 1; i >= 0; i--)
            {
                _bytesFrom[i] = _bytesFrom[i + 1] + _sorted[i].Bytes;
                _cheapestFrom[i] = Math.Min(_cheapestFrom[i + 1], Cost(_sorted[i]));
            }
        }

        public int[] Run()
        {
            Visit(0, _bytesNeeded, _placesNeeded, 0);
            return [.. Needed(_best).Select(i => _order[i])];
        }

        private void Visit(int index, long bytes, int places, double cost)
        {
            if (bytes <= 0 && places <= 0)
            {
                if (cost < _bestCost)
                    (_best, _bestCost) = ([.. _chosen], cost);
                return;
            }
            if (++_steps > MaxSteps || _bytesFrom[index] < bytes || _sorted.Length - index < places)
                return;
            if (cost + AtLeast(index, bytes, places) >= _bestCost)
                return;
            _chosen.Push(index);
            Visit(index + 1, bytes - _sorted[index].Bytes, places - 1, cost + Cost(_sorted[index]));
            _chosen.Pop();
            Visit(index + 1, bytes, places, cost);
        }

        /// <summary>What the rest costs if models could leave in part.</summary>
        private double AtLeast(int index, long bytes, int places)
        {
            var cost = 0.0;
            for (var i = index; bytes > 0; i++)
            {
                if (_sorted[i].Bytes == 0)
                    continue;
                cost += Cost(_sorted[i]) * Math.Min(1, (double)bytes / _sorted[i].Bytes);
                bytes -= _sorted[i].Bytes;
            }
            return Math.Max(cost, Math.Max(1, places) * _cheapestFrom[index]);
        }

        /// <summary>A search that ran out of steps may leave a set with members nobody needs.</summary>
        private IEnumerable<int> Needed(int[] set)
        {
            var (bytes, places) = (set.Sum(i => _sorted[i].Bytes) - _bytesNeeded, set.Length - _placesNeeded);
            foreach (var i in set.OrderByDescending(i => Cost(_sorted[i])))
            {
                if (bytes < _sorted[i].Bytes || places < 1)
                    yield return i;
                else
                    (bytes, places) = (bytes - _sorted[i].Bytes, places - 1);
            }
        }

        private static double Cost(EvictionCandidate candidate) => candidate.Cost + LeastCost;
    }
}
