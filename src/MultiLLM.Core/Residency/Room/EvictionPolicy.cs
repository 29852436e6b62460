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
    private const int MaxSteps = 50_000;

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

        // Of the candidates from each index on: their bytes together, and the least cost of a byte among them.
        private readonly long[] _bytesFrom;
        private readonly double[] _cheapestByteFrom;
        private readonly double[] _cheapestFrom;
        private readonly long _bytesNeeded;
        private readonly int _placesNeeded;
        private readonly Stack<int> _chosen = new();
        private int[]? _best;
        private double _bestCost = double.PositiveInfinity;
        private int _steps;

        public Search(IReadOnlyList<EvictionCandidate> candidates, long bytesNeeded, int placesNeeded)
        {
            (_bytesNeeded, _placesNeeded) = (bytesNeeded, placesNeeded);
            // Cheap ones first: the first complete set is a good one, and equal sets that come later do not replace it.
            _order = [.. Enumerable.Range(0, candidates.Count).OrderBy(i => Cost(candidates[i])).ThenBy(i => candidates[i].LastUsedAt)];
            _sorted = [.. _order.Select(i => candidates[i])];
            _bytesFrom = new long[_sorted.Length + 1];
            _cheapestByteFrom = new double[_sorted.Length + 1];
            _cheapestFrom = new double[_sorted.Length + 1];
            _cheapestByteFrom[^1] = _cheapestFrom[^1] = double.PositiveInfinity;
            for (var i = _sorted.Length - 1; i >= 0; i--)
            {
                _bytesFrom[i] = _bytesFrom[i + 1] + _sorted[i].Bytes;
                _cheapestByteFrom[i] = Math.Min(_cheapestByteFrom[i + 1], Cost(_sorted[i]) / Math.Max(1, _sorted[i].Bytes));
                _cheapestFrom[i] = Math.Min(_cheapestFrom[i + 1], Cost(_sorted[i]));
            }
        }

        public int[] Run()
        {
            TakeLargest();
            Visit(0, _bytesNeeded, _placesNeeded, 0);
            return [.. _best!.Select(i => _order[i])];
        }

        /// <summary>A set to fall back on: the largest first, then without those that turn out not to be needed.</summary>
        private void TakeLargest()
        {
            var (bytes, places) = (_bytesNeeded, _placesNeeded);
            var set = new List<int>();
            foreach (var i in Enumerable.Range(0, _sorted.Length).OrderByDescending(i => _sorted[i].Bytes))
            {
                if (bytes <= 0 && places <= 0)
                    break;
                set.Add(i);
                bytes -= _sorted[i].Bytes;
                places--;
            }
            foreach (var i in set.OrderByDescending(i => Cost(_sorted[i])).ToList())
            {
                if (bytes + _sorted[i].Bytes > 0 || places + 1 > 0)
                    continue;
                set.Remove(i);
                bytes += _sorted[i].Bytes;
                places++;
            }
            // A hair dearer than it is, so that the search's own ordering decides between equals.
            (_best, _bestCost) = ([.. set], set.Sum(i => Cost(_sorted[i])) * (1 + 1e-12));
        }

        private void Visit(int index, long bytes, int places, double cost)
        {
            if (bytes <= 0 && places <= 0)
            {
                if (cost < _bestCost)
                    (_best, _bestCost) = ([.. _chosen], cost);
                return;
            }
            if (++_steps > MaxSteps || index == _sorted.Length || _bytesFrom[index] < bytes || _sorted.Length - index < places)
                return;
            var atLeast = Math.Max(Math.Max(0, bytes) * _cheapestByteFrom[index], Math.Max(1, places) * _cheapestFrom[index]);
            if (cost + atLeast >= _bestCost)
                return;
            _chosen.Push(index);
            Visit(index + 1, bytes - _sorted[index].Bytes, places - 1, cost + Cost(_sorted[index]));
            _chosen.Pop();
            Visit(index + 1, bytes, places, cost);
        }

        private static double Cost(EvictionCandidate candidate) => candidate.Cost + LeastCost;
    }
}
