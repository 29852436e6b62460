using System.Globalization;
using System.Text;

namespace MultiLLM.Runner.Grammar;

/// <summary>Collects the rules of one grammar within llama.cpp's limits.</summary>
internal sealed class GrammarBuilder
{
    /// <summary>llama.cpp refuses larger lower bounds, and drops larger upper bounds without a word.</summary>
    private const int MaxRepetition = 2000;

    private const int Block = 1000;
    private const int MaxCount = Block * MaxRepetition / 2;
    private const int MaxRules = 10_000;
    private const int MaxLength = 1_000_000;

    private readonly Dictionary<string, string?> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _namesByBody = new(StringComparer.Ordinal);
    private int _length;

    /// <summary>A name that no other rule has, to be defined later; recursion needs that.</summary>
    public string Reserve(string hint)
    {
        var name = Clean(hint);
        for (var i = 2; !_rules.TryAdd(name, null); i++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{Clean(hint)}-{i}");
        }

        if (_rules.Count > MaxRules)
        {
            throw new UnsupportedSchemaException("#", "", $"needs more than {MaxRules} grammar rules; make it smaller.");
        }

        return name;
    }

    public void Define(string name, string body)
    {
        _rules[name] = body;
        _length += name.Length + body.Length;
        if (_length > MaxLength)
        {
            throw new UnsupportedSchemaException("#", "", $"needs a grammar of more than {MaxLength} characters; make it smaller.");
        }
    }

    /// <summary>The name of a rule with this body: an earlier one, where there is one.</summary>
    public string Add(string hint, string body)
    {
        if (!_namesByBody.TryGetValue(body, out var name))
        {
            name = Reserve(hint);
            Define(name, body);
            _namesByBody.Add(body, name);
        }

        return name;
    }

    /// <summary>The body between <paramref name="min"/> and <paramref name="max"/> times (null: without end).</summary>
    /// <returns>Null where a count is beyond what can be enforced.</returns>
    public string? Repeat(string hint, string body, int min, int? max)
    {
        if (min > MaxCount || max > MaxCount)
        {
            return null;
        }

        if (max == 0)
        {
            return Gbnf.Empty;
        }

        if ((min, max) == (1, 1))
        {
            return body;
        }

        // A name counts as one rule against the limit, a group as many.
        var atom = Gbnf.IsName(body) || (body[0] == '[' && Gbnf.Group(body) == body) ? body : Add(hint, body);
        return (max ?? min) <= MaxRepetition ? Short(atom, min, max) : Long(hint, atom, min, max);
    }

    public string Build()
    {
        var output = new StringBuilder(_length + 8 * _rules.Count);
        foreach (var (name, body) in _rules)
        {
            output.Append(name).Append(" ::= ").Append(body).Append('\n');
        }

        return output.ToString();
    }

    private static string Short(string atom, int min, int? max) => (min, max) switch
    {
        (0, 0) => Gbnf.Empty,
        (1, 1) => atom,
        (0, 1) => $"{atom}?",
        (0, null) => $"{atom}*",
        (1, null) => $"{atom}+",
        (_, null) => $"{atom}{{{min},}}",
        _ when min == max => $"{atom}{{{min}}}",
        _ => $"{atom}{{{min},{max}}}",
    };

    // Counts in blocks: so many whole blocks, then single ones.
    private string Long(string hint, string atom, int min, int? max)
    {
        var block = Add($"{hint}-block", Short(atom, Block, Block));
        var exact = Gbnf.Sequence(Short(block, min / Block, min / Block), Short(atom, min % Block, min % Block));
        if (max is null)
        {
            return Gbnf.Sequence(exact, $"{atom}*");
        }

        var more = max.Value - min;
        return Gbnf.Sequence(exact, more <= MaxRepetition
            ? Short(atom, 0, more)
            : Gbnf.Either([
                Gbnf.Sequence(Short(block, 0, more / Block - 1), Short(atom, 0, Block - 1)),
                Gbnf.Sequence(Short(block, more / Block, more / Block), Short(atom, 0, more % Block)),
            ]));
    }

    private static string Clean(string hint)
    {
        var name = new string([.. hint.Where(c => char.IsAsciiLetterOrDigit(c) || c == '-').Take(40)]);
        return name.Any(char.IsAsciiLetter) ? name : $"rule{name}";
    }
}
