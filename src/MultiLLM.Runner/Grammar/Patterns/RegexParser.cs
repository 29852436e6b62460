using System.Globalization;

namespace MultiLLM.Runner.Grammar.Patterns;

/// <summary>
/// Reads the regular expressions of JSON Schema (ECMAScript's) as far as a grammar can follow: characters, classes, groups, alternatives,
/// quantifiers, and anchors at the ends of the whole. Without an anchor anything may come before or after, as the standard has it.
/// </summary>
internal sealed class RegexParser
{
    private const int MaxDepth = 100;

    private static readonly RegexNode AnyText = new RepeatNode(new CharNode(CharSet.Any), 0, null);

    private readonly string _pattern;
    private int _position;
    private int _depth;

    private RegexParser(string pattern) => _pattern = pattern;

    /// <exception cref="FormatException">It is invalid or beyond what a grammar can follow; the message goes behind the keyword's name.</exception>
    public static RegexNode Parse(string pattern)
    {
        var parser = new RegexParser(pattern);
        var alternatives = new List<RegexNode>();
        do
        {
            alternatives.Add(parser.Anchored());
        }
        while (parser.Take('|'));

        return parser._position == pattern.Length
            ? Choice(alternatives)
            : throw parser.Fault($"has an unexpected \"{pattern[parser._position]}\"");
    }

    private char? Peek => _position < _pattern.Length ? _pattern[_position] : null;

    private RegexNode Anchored()
    {
        var start = Take('^');
        var parts = Parts();
        var end = Take('$');
        if (!start)
        {
            parts.Insert(0, AnyText);
        }

        if (!end)
        {
            parts.Add(AnyText);
        }

        return new SequenceNode(parts);
    }

    private RegexNode Alternatives()
    {
        if (++_depth > MaxDepth)
        {
            throw Fault("is nested too deeply");
        }

        var alternatives = new List<RegexNode>();
        do
        {
            alternatives.Add(new SequenceNode(Parts()));
        }
        while (Take('|'));
        _depth--;
        return Choice(alternatives);
    }

    private static RegexNode Choice(List<RegexNode> alternatives) => alternatives is [var only] ? only : new ChoiceNode(alternatives);

    private List<RegexNode> Parts()
    {
        var parts = new List<RegexNode>();
        while (Peek is { } c && c is not ('|' or ')' or '$'))
        {
            parts.Add(Quantified(Atom()));
        }

        return parts;
    }

    private RegexNode Atom()
    {
        if (Take('('))
        {
            return Group();
        }

        if (Take('['))
        {
            return new CharNode(NotEmpty(RegexClassParser.Parse(_pattern, ref _position)));
        }

        if (Take('.'))
        {
            return new CharNode(CharSet.Dot);
        }

        return Peek switch
        {
            '\\' => new CharNode(NotEmpty(RegexEscape.Parse(_pattern, ref _position, inClass: false))),
            '^' => throw Fault("has \"^\" elsewhere than at the beginning"),
            '*' or '+' or '?' => throw Fault($"has nothing for \"{Peek}\" to repeat"),
            _ => Plain(),
        };
    }

    private CharNode Plain()
    {
        var rune = System.Text.Rune.GetRuneAt(_pattern, _position);
        _position += rune.Utf16SequenceLength;
        return new CharNode(CharSet.Of(rune.Value));
    }

    private RegexNode Group()
    {
        if (Take('?') && !Take(':'))
        {
            var named = Take('<') && Peek is { } c && (char.IsLetter(c) || c is '_' or '$');
            var end = named ? _pattern.IndexOf('>', _position) : -1;
            _position = end >= 0 ? end + 1 : throw Fault("uses lookaround or flags, which no grammar can follow,");
        }

        var body = Alternatives();
        return Take(')') ? body : throw Fault(Peek == '$' ? "has \"$\" elsewhere than at the end" : "has a group without its end");
    }

    private RegexNode Quantified(RegexNode atom)
    {
        (int Min, int? Max)? counts = null;
        if (Take('*'))
        {
            counts = (0, null);
        }
        else if (Take('+'))
        {
            counts = (1, null);
        }
        else if (Take('?'))
        {
            counts = (0, 1);
        }
        else if (Peek == '{')
        {
            counts = Braces();
        }

        if (counts is not { } found)
        {
            return atom;
        }

        // Lazy or greedy makes no difference to what matches.
        Take('?');
        if (Peek is '*' or '+' or '?')
        {
            throw Fault("repeats a repetition");
        }

        return new RepeatNode(atom, found.Min, found.Max);
    }

    // Null where the brace is an ordinary character.
    private (int Min, int? Max)? Braces()
    {
        var end = _pattern.IndexOf('}', _position);
        var parts = end < 0 ? [] : _pattern[(_position + 1)..end].Split(',');
        if (parts.Length is 0 or > 2 || !IsNumber(parts[0]) || (parts.Length == 2 && parts[1].Length > 0 && !IsNumber(parts[1])))
        {
            return null;
        }

        if (!TryCount(parts[0], out var min) || !TryCount(parts[^1].Length == 0 ? "0" : parts[^1], out var max) || (parts[^1].Length > 0 && max < min))
        {
            throw Fault("has a count that is too large or upside down");
        }

        _position = end + 1;
        return (min, parts[^1].Length == 0 ? null : max);
    }

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private static bool TryCount(string text, out int count) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count);

    private CharSet NotEmpty(CharSet set) => set.IsEmpty ? throw Fault("has a class that matches nothing") : set;

    private bool Take(char c)
    {
        if (Peek != c)
        {
            return false;
        }

        _position++;
        return true;
    }

    private FormatException Fault(string what) => new($"\"{_pattern}\" {what} (at character {_position}) and cannot be enforced.");
}
