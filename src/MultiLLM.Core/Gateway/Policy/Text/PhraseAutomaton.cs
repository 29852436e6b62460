namespace MultiLLM.Core.Gateway.Policy.Text;

/// <param name="Phrase">Its number among the phrases.</param>
/// <param name="Start">In the folded text.</param>
/// <param name="End">Behind its last letter.</param>
internal readonly record struct PhraseHit(int Phrase, int Start, int End);

/// <summary>
/// Finds any number of folded phrases in one pass over a folded text (Aho-Corasick). A phrase ending in '*' also matches the beginnings of words. All ways on are laid
/// out where most of a text is spent, within two letters of a beginning; for all states they would take a hundred times the memory.
/// </summary>
internal sealed class PhraseAutomaton
{
    private readonly ushort[] _columns = new ushort[char.MaxValue + 1]; // 0: in no phrase
    private readonly int _width = 1;
    private readonly bool[] _isOpen;
    private readonly int[] _lengths;

    // States are numbered by their depth, so that those a state leads to come one after another.
    private readonly int[] _child; // the first that the state leads to; it leads to none behind the next state's first
    private readonly ushort[] _letter; // column of the letter that leads to the state
    private readonly int[] _rows; // where each letter leads, for the first states
    private readonly int _laidOut; // so many have a row
    private readonly int[] _fallback; // the longest suffix that is a state
    private readonly int[] _phrase; // that ends in the state; -1: none
    private readonly int[] _shorter; // the longest suffix in which a phrase ends; 0: none
    private readonly int[] _depth;

    public PhraseAutomaton(IReadOnlyList<string> phrases)
    {
        _isOpen = [.. phrases.Select(phrase => phrase.EndsWith('*'))];
        var plain = phrases.Select(phrase => phrase.TrimEnd('*')).ToArray();
        _lengths = [.. plain.Select(phrase => phrase.Length)];
        foreach (var letter in plain.SelectMany(phrase => phrase).Distinct())
            _columns[letter] = (ushort)_width++;

        var tree = Grow(plain);
        (_child, _letter, _phrase, _depth) = (new int[tree.Count + 1], new ushort[tree.Count], new int[tree.Count], new int[tree.Count]);
        Number(tree);
        _laidOut = 1 + tree[0].Children.Count;
        _rows = LayOut();
        (_fallback, _shorter) = (new int[tree.Count], new int[tree.Count]);
        Link();
    }

    /// <summary>Adds what is found; whole words only, where the script has words.</summary>
    /// <returns>How many letters at the end of the text may be the beginning of a phrase.</returns>
    public int Find(ReadOnlySpan<char> text, List<PhraseHit> hits)
    {
        var state = 0;
        for (var at = 0; at < text.Length; at++)
        {
            state = Next(state, _columns[text[at]]);
            for (var end = _phrase[state] >= 0 ? state : _shorter[state]; end != 0; end = _shorter[end])
            {
                var phrase = _phrase[end];
                var start = at + 1 - _lengths[phrase];
                if (IsEdge(text, start - 1, start) && (_isOpen[phrase] || IsEdge(text, at, at + 1)))
                    hits.Add(new PhraseHit(phrase, start, at + 1));
            }
        }
        return _depth[state];
    }

    private int Next(int state, ushort column)
    {
        for (; state >= _laidOut; state = _fallback[state])
        {
            for (var child = _child[state]; child < _child[state + 1]; child++)
            {
                if (_letter[child] == column)
                    return child;
            }
        }
        return _rows[(state * _width) + column];
    }

    private static bool IsEdge(ReadOnlySpan<char> text, int before, int after) =>
        before < 0 || after >= text.Length || text[before] == ' ' || text[after] == ' ' || IsWordless(text[before]) || IsWordless(text[after]);

    /// <summary>Scripts without spaces have no borders to look for.</summary>
    private static bool IsWordless(char letter) => letter is >= '\u0E00' and < '\u1100' or >= '\u2E80';

    private List<Node> Grow(string[] phrases)
    {
        List<Node> tree = [new()];
        for (var i = 0; i < phrases.Length; i++)
        {
            var node = tree[0];
            foreach (var letter in phrases[i])
            {
                if (!node.Children.TryGetValue(_columns[letter], out var next))
                {
                    node.Children.Add(_columns[letter], next = new Node());
                    tree.Add(next);
                }
                node = next;
            }
            if (node != tree[0])
                node.Phrase = i;
        }
        return tree;
    }

    private void Number(List<Node> tree)
    {
        List<Node> numbered = [tree[0]];
        for (var state = 0; state < numbered.Count; state++)
        {
            _child[state] = numbered.Count;
            _phrase[state] = numbered[state].Phrase;
            foreach (var (column, next) in numbered[state].Children)
            {
                (_letter[numbered.Count], _depth[numbered.Count]) = (column, _depth[state] + 1);
                numbered.Add(next);
            }
        }
        _child[^1] = numbered.Count;
    }

    /// <summary>The beginning, and the states of one letter: where nothing goes on, a letter begins anew.</summary>
    private int[] LayOut()
    {
        var rows = new int[_laidOut * _width];
        for (var state = 0; state < _laidOut; state++)
        {
            var row = rows.AsSpan(state * _width, _width);
            rows.AsSpan(0, _width).CopyTo(row);
            for (var child = _child[state]; child < _child[state + 1]; child++)
                row[_letter[child]] = child;
        }
        return rows;
    }

    private void Link()
    {
        for (var state = 0; state < _fallback.Length; state++)
        {
            for (var child = _child[state]; child < _child[state + 1]; child++)
            {
                var back = state == 0 ? 0 : Next(_fallback[state], _letter[child]);
                (_fallback[child], _shorter[child]) = (back, _phrase[back] >= 0 ? back : _shorter[back]);
            }
        }
    }

    private sealed class Node
    {
        public Dictionary<ushort, Node> Children { get; } = [];
        public int Phrase { get; set; } = -1;
    }
}
