namespace StarterModels.Trainer.Tokenizers;

/// <summary>Learns merges by joining the most frequent pair of neighbouring symbols, over and over (byte-pair encoding).</summary>
internal sealed class PairMerger
{
    private readonly (int[] Symbols, long Count)[] _words;
    private readonly Dictionary<(int Left, int Right), long> _pairCounts = [];
    private readonly Dictionary<(int Left, int Right), HashSet<int>> _wordsOfPair = [];
    private readonly PriorityQueue<(int Left, int Right), (long MinusCount, int Left, int Right)> _queue = new();

    /// <param name="words">Each distinct word as symbols, and how often it occurs.</param>
    public PairMerger((int[] Symbols, long Count)[] words)
    {
        _words = words;
        for (var word = 0; word < words.Length; word++)
            CountPairs(word, 1);
        foreach (var pair in _pairCounts.Keys)
            Enqueue(pair);
    }

    /// <param name="merge">Told each merged pair, names the symbol that stands for it.</param>
    /// <param name="more">Asked before each merge.</param>
    public void Learn(Func<int, int, int> merge, Func<bool> more)
    {
        while (more() && _queue.TryDequeue(out var best, out var priority))
        {
            var count = _pairCounts.GetValueOrDefault(best);
            if (count <= 1)
                continue;
            if (-priority.MinusCount != count)
            {
                Enqueue(best); // the queue's entry was stale
                continue;
            }
            Replace(best, merge(best.Left, best.Right));
        }
    }

    private void Replace((int Left, int Right) pair, int symbol)
    {
        var touched = new HashSet<(int, int)>();
        foreach (var word in _wordsOfPair[pair].ToArray())
        {
            var merged = Merge(_words[word].Symbols, pair, symbol);
            if (merged.Length == _words[word].Symbols.Length)
                continue;

            CountPairs(word, -1);
            _words[word].Symbols = merged;
            CountPairs(word, 1);
            for (var place = 0; place + 1 < merged.Length; place++)
            {
                if (merged[place] == symbol || merged[place + 1] == symbol)
                    touched.Add((merged[place], merged[place + 1]));
            }
        }
        _wordsOfPair.Remove(pair);
        _pairCounts.Remove(pair);
        foreach (var other in touched)
            Enqueue(other);
    }

    private static int[] Merge(int[] symbols, (int Left, int Right) pair, int symbol)
    {
        var merged = new List<int>(symbols.Length);
        for (var place = 0; place < symbols.Length; place++)
        {
            if (place + 1 < symbols.Length && symbols[place] == pair.Left && symbols[place + 1] == pair.Right)
            {
                merged.Add(symbol);
                place++;
            }
            else
            {
                merged.Add(symbols[place]);
            }
        }
        return [.. merged];
    }

    private void CountPairs(int word, int sign)
    {
        var (symbols, count) = _words[word];
        for (var place = 0; place + 1 < symbols.Length; place++)
        {
            var pair = (symbols[place], symbols[place + 1]);
            _pairCounts[pair] = _pairCounts.GetValueOrDefault(pair) + sign * count;
            if (sign < 0)
                continue;
            if (!_wordsOfPair.TryGetValue(pair, out var words))
                _wordsOfPair[pair] = words = [];
            words.Add(word);
        }
    }

    private void Enqueue((int Left, int Right) pair) =>
        _queue.Enqueue(pair, (-_pairCounts.GetValueOrDefault(pair), pair.Left, pair.Right));
}
