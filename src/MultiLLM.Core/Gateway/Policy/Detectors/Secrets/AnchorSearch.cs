using System.Buffers;
using System.Text;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Secrets;

/// <summary>
/// Finds where any of many strings stands, from left to right. A few strings at a time: a search for all of them at once stops wherever a text only looks like the
/// beginnings of several, and a text can be made of such places.
/// </summary>
internal sealed class AnchorSearch
{
    /// <summary>So many are told apart by their beginnings without being compared.</summary>
    private const int Together = 8;

    private readonly SearchValues<string>[] _ascii; // all that most texts can hold
    private readonly SearchValues<string>[] _all;

    public AnchorSearch(IEnumerable<string> anchors, StringComparison comparison)
    {
        var byAscii = anchors.Order(StringComparer.Ordinal).ToLookup(anchor => Ascii.IsValid(anchor));
        _ascii = [.. byAscii[true].Chunk(Together).Select(few => SearchValues.Create(few, comparison))];
        _all = [.. _ascii, .. byAscii[false].Chunk(Together).Select(few => SearchValues.Create(few, comparison))];
    }

    /// <summary>How many numbers a walk notes.</summary>
    public int Notes => _all.Length;

    public bool IsIn(ReadOnlySpan<char> letters)
    {
        foreach (var few in Ascii.IsValid(letters) ? _ascii : _all)
        {
            if (letters.ContainsAny(few))
                return true;
        }
        return false;
    }

    /// <param name="letters">The text.</param>
    /// <param name="notes">Of the walk; as many as <see cref="Notes"/>.</param>
    public Walk In(ReadOnlySpan<char> letters, Span<int> notes)
    {
        notes.Fill(-1);
        return new Walk(letters, Ascii.IsValid(letters) ? _ascii : _all, notes);
    }

    /// <summary>One way through a text.</summary>
    public readonly ref struct Walk(ReadOnlySpan<char> letters, SearchValues<string>[] groups, Span<int> notes)
    {
        private readonly ReadOnlySpan<char> _letters = letters;
        private readonly Span<int> _notes = notes; // where each group's next one stands

        /// <summary>Where the next one stands, at this place or behind it; -1: nowhere. The place is never before that of the last call.</summary>
        public int From(int at)
        {
            var nearest = int.MaxValue;
            for (var group = 0; group < groups.Length; group++)
            {
                if (_notes[group] < at)
                    _notes[group] = at < _letters.Length && _letters[at..].IndexOfAny(groups[group]) is >= 0 and var next ? at + next : int.MaxValue;
                nearest = Math.Min(nearest, _notes[group]);
            }
            return nearest == int.MaxValue ? -1 : nearest;
        }
    }
}
