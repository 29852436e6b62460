namespace MultiLLM.Runner.Text;

/// <summary>An Aho-Corasick automaton over a few stop strings. State 0 is the root; the automaton itself is immutable.</summary>
internal sealed class StopAutomaton
{
    private readonly List<Node> _nodes = [new Node(0)];

    public StopAutomaton(IEnumerable<string> stops)
    {
        foreach (var stop in stops)
        {
            var state = 0;
            foreach (var c in stop)
            {
                if (!_nodes[state].Children.TryGetValue(c, out var child))
                {
                    child = _nodes.Count;
                    _nodes.Add(new Node(_nodes[state].Depth + 1));
                    _nodes[state].Children.Add(c, child);
                }

                state = child;
            }

            _nodes[state].Match = stop;
        }

        LinkFailures();
    }

    /// <summary>How many of the last characters are the beginning of a stop string: the most that any could be.</summary>
    public int Depth(int state) => _nodes[state].Depth;

    /// <summary>The longest stop string, which is the one that starts first, among those that end here.</summary>
    public string? LongestMatch(int state) => _nodes[state].Match;

    public int Next(int state, char c)
    {
        while (true)
        {
            if (_nodes[state].Children.TryGetValue(c, out var child))
            {
                return child;
            }

            if (state == 0)
            {
                return 0;
            }

            state = _nodes[state].Failure;
        }
    }

    private void LinkFailures()
    {
        var queue = new Queue<int>(_nodes[0].Children.Values);
        while (queue.TryDequeue(out var state))
        {
            foreach (var (c, child) in _nodes[state].Children)
            {
                var failure = Next(_nodes[state].Failure, c);
                _nodes[child].Failure = failure;
                _nodes[child].Match ??= _nodes[failure].Match;
                queue.Enqueue(child);
            }
        }
    }

    private sealed class Node(int depth)
    {
        public int Depth { get; } = depth;

        public Dictionary<char, int> Children { get; } = [];

        public int Failure { get; set; }

        public string? Match { get; set; }
    }
}
