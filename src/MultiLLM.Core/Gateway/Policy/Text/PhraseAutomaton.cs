namespace MultiLLM.Core.Gateway.Policy.Text;

/// <param name="Phrase">Its number among the phrases.</param>
/// <param name="Start">In the folded text.</param>
/// <param name="End">Behind its last letter.</param>
internal readonly record struct PhraseHit(int Phrase, int Start, int End);

/// <summary>Finds any number of folded phrases in one pass over a folded text (Aho-Corasick, with all transitions laid out). A phrase ending in '*' also matches the beginnings of words.</summary>
internal sealed class PhraseAutomaton
{
    private readonly ushort[] _columns = new ushort[char.MaxValue + 1]; // 0: in no phrase
    private readonly int _width;
    private readonly int[] _next;
    private readonly int[] _phrase; // that ends in the state; -1: none
    private readonly int[] _shorter; // the longest suffix in which a phrase ends; 0: none
    private readonly int[] _depth;
    private readonly bool[] _isOpen;
    private readonly int[] _lengths;

    public PhraseAutomaton(IReadOnlyList<string> phrases)
    {
        _isOpen = [.. phrases.Select(phrase => phrase.EndsWith('*'))];
        var plain = phrases.Select(phrase => phrase.TrimEnd('*')).ToArray();
        _lengths = [.. plain.Select(phrase => phrase.Length)];
        foreach (var letter in plain.SelectMany(phrase => phrase).Distinct())
            _columns[letter] = (ushort)++_width;
        _width++;
        var states = plain.Sum(phrase => phrase.Length) + 1;
        (_next, _phrase, _shorter, _depth) = (new int[states * _width], new int[states], new int[states], new int[states]);
        Array.Fill(_phrase, -1);
        Link(Grow(plain));
    }

    /// <summary>Adds what is found; whole words only, where the script has words.</summary>
    /// <returns>How many letters at the end of the text may be the beginning of a phrase.</returns>
    public int Find(ReadOnlySpan<char> text, List<PhraseHit> hits)
    {
        var state = 0;
        for (var at = 0; at < text.Length; at++)
        {
            state = _next[(state * _width) + _columns[text[at]]];
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

    private static bool IsEdge(ReadOnlySpan<char> text, int before, int after) =>
        before < 0 || after >= text.Length || text[before] == ' ' || text[after] == ' ' || IsWordless(text[before]) || IsWordless(text[after]);

    /// <summary>Scripts without spaces have no borders to look for.</summary>
    private static bool IsWordless(char letter) => letter is >= '\u0E00' and < '\u1100' or >= '\u2E80';

    private int Grow(string[] phrases)
    {
        var states = 1;
        for (var i = 0; i < phrases.Length; i++)
        {
            var state = 0;
            foreach (var letter in phrases[i])
            {
                ref var next = ref _next[(state * _width) + _columns[letter]];
                if (next == 0)
                {
                    next = states++;
                    _depth[next] = _depth[state] + 1;
                }
                state = next;
            }
            if (state != 0)
                _phrase[state] = i;
        }
        return states;
    }

    private void Link(int states)
    {
        var fallback = new int[states];
        var queue = new Queue<int>();
        for (var column = 1; column < _width; column++)
        {
            if (_next[column] != 0)
                queue.Enqueue(_next[column]);
        }
        while (queue.TryDequeue(out var state))
        {
            var back = fallback[state];
            _shorter[state] = _phrase[back] >= 0 ? back : _shorter[back];
            for (var column = 0; column < _width; column++)
            {
                ref var next = ref _next[(state * _width) + column];
                if (next != 0)
                {
                    fallback[next] = _next[(back * _width) + column];
                    queue.Enqueue(next);
                }
                else
                {
                    next = _next[(back * _width) + column];
                }
            }
        }
    }
}
