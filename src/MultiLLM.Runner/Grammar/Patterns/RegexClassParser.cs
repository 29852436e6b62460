using System.Text;

namespace MultiLLM.Runner.Grammar.Patterns;

/// <summary>Reads a character class of a regular expression.</summary>
internal static class RegexClassParser
{
    /// <summary>Reads from behind the opening bracket to behind the closing one.</summary>
    public static CharSet Parse(string pattern, ref int position)
    {
        var negated = position < pattern.Length && pattern[position] == '^';
        position += negated ? 1 : 0;
        var set = new CharSet([]);
        while (true)
        {
            if (position >= pattern.Length)
            {
                throw new FormatException($"\"{pattern}\" has a class without its end.");
            }

            if (pattern[position] == ']')
            {
                position++;
                return negated ? set.Complement() : set;
            }

            set = set.Union(Range(pattern, ref position));
        }
    }

    private static CharSet Range(string pattern, ref int position)
    {
        var from = Item(pattern, ref position);
        if (position + 1 >= pattern.Length || pattern[position] != '-' || pattern[position + 1] == ']')
        {
            return from.Set;
        }

        var dash = position++;
        var to = Item(pattern, ref position);
        if (from.Char is not { } low || to.Char is not { } high)
        {
            // Next to a class the dash stands for itself.
            return from.Set.Union(CharSet.Of(pattern[dash])).Union(to.Set);
        }

        return low <= high ? new CharSet([(low, high)]) : throw new FormatException($"\"{pattern}\" has a range that is upside down.");
    }

    // The character, where it is a single one.
    private static (CharSet Set, int? Char) Item(string pattern, ref int position)
    {
        if (pattern[position] == '\\')
        {
            var set = RegexEscape.Parse(pattern, ref position, inClass: true);
            return (set, set.Single);
        }

        var rune = Rune.GetRuneAt(pattern, position);
        position += rune.Utf16SequenceLength;
        return (CharSet.Of(rune.Value), rune.Value);
    }
}
