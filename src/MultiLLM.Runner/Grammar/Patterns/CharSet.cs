using System.Text;

namespace MultiLLM.Runner.Grammar.Patterns;

/// <summary>A set of Unicode scalar values, as sorted ranges that neither touch nor overlap.</summary>
internal sealed class CharSet
{
    public const int Last = 0x10FFFF;

    private readonly (int From, int To)[] _ranges;

    public CharSet(IEnumerable<(int From, int To)> ranges)
    {
        var merged = new List<(int From, int To)>();
        foreach (var range in ranges.Where(range => range.From <= range.To).OrderBy(range => range.From))
        {
            if (merged.Count > 0 && range.From <= merged[^1].To + 1)
            {
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, range.To));
            }
            else
            {
                merged.Add(range);
            }
        }

        _ranges = [.. merged];
    }

    public static CharSet Digits { get; } = new([('0', '9')]);

    public static CharSet Word { get; } = new([('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')]);

    public static CharSet Space { get; } = new([
        ('\t', '\r'), (' ', ' '), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F),
        (0x3000, 0x3000), (0xFEFF, 0xFEFF),
    ]);

    /// <summary>What "." means: anything that ends no line.</summary>
    public static CharSet Dot { get; } = new CharSet([('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)]).Complement();

    public static CharSet Any { get; } = new([(0, Last)]);

    public bool IsEmpty => _ranges.Length == 0;

    /// <summary>The character, where there is just one.</summary>
    public int? Single => _ranges is [var (from, to)] && from == to ? from : null;

    public static CharSet Of(int c) => new([(c, c)]);

    public bool Contains(int c) => Array.Exists(_ranges, range => range.From <= c && c <= range.To);

    public CharSet Union(CharSet other) => new([.. _ranges, .. other._ranges]);

    public CharSet Complement()
    {
        var gaps = new List<(int, int)>();
        var next = 0;
        foreach (var (from, to) in _ranges)
        {
            gaps.Add((next, from - 1));
            next = to + 1;
        }

        gaps.Add((next, Last));
        return new CharSet(gaps);
    }

    public CharSet Except(CharSet other) => Complement().Union(other).Complement();

    /// <summary>The set as a character class of the grammar notation; it must not be empty.</summary>
    public string ToClass()
    {
        // A negated class is shorter; but with characters beyond ASCII in it, llama.cpp refuses tokens that end inside a character
        // whose first bytes it shares.
        var rest = Complement();
        return !rest.IsEmpty && rest._ranges[^1].To < 0x80 ? $"[^{rest.ToRanges()}]" : $"[{ToRanges()}]";
    }

    private string ToRanges()
    {
        var output = new StringBuilder();
        foreach (var (from, to) in _ranges)
        {
            Gbnf.AppendChar(output, from);
            if (to > from)
            {
                Gbnf.AppendChar(to > from + 1 ? output.Append('-') : output, to);
            }
        }

        return output.ToString();
    }
}
