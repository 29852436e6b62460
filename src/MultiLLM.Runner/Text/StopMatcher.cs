using System.Buffers;

namespace MultiLLM.Runner.Text;

/// <summary>What may leave now, and the stop string that ended the text, if one did.</summary>
internal readonly record struct StopResult(string Text, string? Stop);

/// <summary>
/// Cuts a stream of text at the first stop string. What could still become a stop string is held back, across any borders between
/// pieces. The match that starts first wins; of those that start at the same place, the one that is complete first.
/// Time is linear in the text, whatever the stop strings are (an Aho-Corasick automaton over UTF-16 units).
/// </summary>
internal sealed class StopMatcher
{
    private readonly StopAutomaton _automaton;
    private readonly SearchValues<char> _firstChars;
    private readonly HeldText _held = new();
    private int _state;
    private long _position;                 // characters seen
    private long _matchStart = long.MaxValue;
    private string? _match;
    private bool _decided;

    /// <param name="stops">Empty strings among them are ignored.</param>
    public StopMatcher(IEnumerable<string> stops)
    {
        var used = stops.Where(stop => stop.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
        _automaton = new StopAutomaton(used);
        _firstChars = SearchValues.Create(string.Concat(used.Select(stop => stop[0]).Distinct()));
    }

    /// <summary>The stop string that ended the text. Nothing is released after it.</summary>
    public string? Stop => _decided ? _match : null;

    public StopResult Push(string text)
    {
        if (_decided)
        {
            return new StopResult("", _match);
        }

        if (_held.IsEmpty && _match is null && !text.AsSpan().ContainsAny(_firstChars))
        {
            _held.Skip(text.Length);
            _position += text.Length;
            return new StopResult(text, null);
        }

        _held.Append(text);
        foreach (var c in text)
        {
            Advance(c);
            if (_decided)
            {
                return Release(_matchStart);
            }
        }

        return Release(Math.Min(EarliestOpenStart, _matchStart));
    }

    /// <summary>Ends the text: releases what is held, or reports the stop string that a longer one had kept undecided.</summary>
    public StopResult Flush()
    {
        if (_decided)
        {
            return new StopResult("", _match);
        }

        _decided = _match is not null;
        return Release(Math.Min(_position, _matchStart));
    }

    // Where a match that is not complete yet could begin at the earliest.
    private long EarliestOpenStart => _position - _automaton.Depth(_state);

    private void Advance(char c)
    {
        _state = _automaton.Next(_state, c);
        _position++;
        if (_automaton.LongestMatch(_state) is { } stop && _position - stop.Length < _matchStart)
        {
            _matchStart = _position - stop.Length;
            _match = stop;
        }

        _decided = _match is not null && EarliestOpenStart >= _matchStart;
    }

    private StopResult Release(long end) =>
        new(_held.TakeUntil(end), _decided ? _match : null);
}
