using System.Globalization;
using System.Text;

namespace MultiLLM.Runner.Tests.Grammar;

/// <summary>
/// Reads llama.cpp's grammar notation with its limits: repetitions of at most 2000, counted the way it counts them; no undefined rules;
/// no rule that begins with itself.
/// </summary>
internal sealed class GbnfParser
{
    private const int MaxRepetition = 2000;

    private readonly string _text;
    private readonly Dictionary<string, GbnfNode> _rules = new(StringComparer.Ordinal);
    private int _position;

    private GbnfParser(string text) => _text = text;

    public static Dictionary<string, GbnfNode> Parse(string text)
    {
        var parser = new GbnfParser(text);
        parser.Space(newlines: true);
        while (parser._position < text.Length)
        {
            parser.Rule();
        }

        GbnfChecks.Check(parser._rules);
        return parser._rules;
    }

    private char Peek => _position < _text.Length ? _text[_position] : '\0';

    private void Rule()
    {
        var name = Name();
        Space(newlines: false);
        Expect("::=");
        Space(newlines: true);
        var body = Alternatives(nested: false).Node;
        Assert.True(Peek is '\n' or '\0', $"Expected the end of rule {name}, found: {Rest}");
        Assert.True(_rules.TryAdd(name, body), $"Rule {name} twice");
        Space(newlines: true);
    }

    // Rules counts what llama.cpp makes of it: one per group and per repetition step.
    private (GbnfNode Node, int Rules) Alternatives(bool nested)
    {
        var alternatives = new List<GbnfNode>();
        var rules = 0;
        while (true)
        {
            var (node, count) = Sequence(nested);
            alternatives.Add(node);
            rules += count;
            if (Peek != '|')
            {
                return (new GbnfChoice(alternatives), rules);
            }

            _position++;
            Space(newlines: true);
        }
    }

    private (GbnfNode Node, int Rules) Sequence(bool nested)
    {
        var parts = new List<GbnfNode>();
        int rules = 0, previous = 1;
        var repeatable = false;
        while (true)
        {
            var c = Peek;
            if (c == '"')
            {
                parts.Add(Literal());
                (previous, repeatable) = (1, ((GbnfLiteral)parts[^1]).Text.Length > 0);
            }
            else if (c == '[')
            {
                parts.Add(Class());
                (previous, repeatable) = (1, true);
            }
            else if (char.IsAsciiLetterOrDigit(c) || c == '-')
            {
                parts.Add(new GbnfReference(Name()));
                (previous, repeatable) = (1, true);
            }
            else if (c == '(')
            {
                _position++;
                Space(newlines: true);
                var (inner, count) = Alternatives(nested: true);
                Expect(")");
                parts.Add(inner);
                (previous, repeatable) = (count + 1, true);
                rules += count + 1;
            }
            else if (c is '*' or '+' or '?' or '{')
            {
                Assert.True(repeatable, $"Nothing to repeat at: {Rest}");
                var (min, max) = Repetition();
                var total = max is > 0 ? max.Value : Math.Max(1, min);
                previous *= total;
                Assert.True(previous <= MaxRepetition, $"{previous} repetitions at: {Rest}");
                parts[^1] = new GbnfRepeat(parts[^1], min, max);
                rules += max is { } most ? most - min : 1;
            }
            else
            {
                return (new GbnfSequence(parts), rules);
            }

            Space(nested);
        }
    }

    private (int Min, int? Max) Repetition()
    {
        var c = Peek;
        _position++;
        if (c != '{')
        {
            return c switch { '*' => (0, null), '+' => (1, null), _ => (0, 1) };
        }

        var end = _text.IndexOf('}', _position);
        var counts = _text[_position..end].Split(',');
        _position = end + 1;
        var min = int.Parse(counts[0], NumberStyles.None, CultureInfo.InvariantCulture);
        int? max = counts.Length == 1 ? min : counts[1].Length == 0 ? null : int.Parse(counts[1], NumberStyles.None, CultureInfo.InvariantCulture);
        Assert.True(min <= MaxRepetition && !(max > MaxRepetition) && !(max < min), $"Repetition {{{min},{max}}}");
        return (min, max);
    }

    private GbnfLiteral Literal()
    {
        var text = new StringBuilder();
        for (_position++; Peek != '"';)
        {
            text.Append(new Rune(Char()).ToString());
        }

        _position++;
        return new GbnfLiteral(text.ToString());
    }

    private GbnfClass Class()
    {
        _position++;
        var negated = Peek == '^';
        _position += negated ? 1 : 0;
        var ranges = new List<(long, long)>();
        while (Peek != ']')
        {
            long from = Char(), to = from;
            if (Peek == '-' && _text[_position + 1] != ']')
            {
                _position++;
                to = Char();
            }

            ranges.Add((from, to));
        }

        Assert.NotEmpty(ranges);
        _position++;
        return new GbnfClass(negated, ranges);
    }

    private int Char()
    {
        Assert.True(_position < _text.Length && Peek != '\n', "Unexpected end");
        if (Peek != '\\')
        {
            var rune = Rune.GetRuneAt(_text, _position);
            _position += rune.Utf16SequenceLength;
            return rune.Value;
        }

        var c = _text[_position + 1];
        _position += 2;
        var digits = c switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0)
        {
            _position += digits;
            return unchecked((int)uint.Parse(_text.AsSpan(_position - digits, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        }

        return c switch
        {
            't' => '\t',
            'r' => '\r',
            'n' => '\n',
            '\\' or '"' or '[' or ']' or '-' => c,
            _ => throw new FormatException($"Unknown escape \\{c}"),
        };
    }

    private string Name()
    {
        var start = _position;
        while (char.IsAsciiLetterOrDigit(Peek) || Peek == '-')
        {
            _position++;
        }

        Assert.True(_position > start, $"Expected a name at: {Rest}");
        return _text[start.._position];
    }

    private void Space(bool newlines)
    {
        while (Peek is ' ' or '\t' || (newlines && Peek is '\n'))
        {
            _position++;
        }
    }

    private void Expect(string text)
    {
        Assert.True(string.CompareOrdinal(_text, _position, text, 0, text.Length) == 0, $"Expected {text} at: {Rest}");
        _position += text.Length;
    }

    private string Rest => _text[_position..Math.Min(_text.Length, _position + 60)];
}
