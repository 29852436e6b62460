namespace MultiLLM.Runner.Grammar;

/// <summary>
/// Turns schemas into rules. A schema is always a conjunction of located ones, so that allOf, references with siblings and unions with
/// siblings are one case; the same conjunction gives the same rule, which is what makes recursion end.
/// </summary>
internal sealed class SchemaCompiler
{
    private const int MaxDepth = 200;

    private readonly GrammarBuilder _grammar;
    private readonly JsonRules _json;
    private readonly SchemaReader _reader;
    private readonly ObjectRules _objects;
    private readonly ArrayRules _arrays;
    private readonly StringRules _strings;
    private readonly EnumRules _enums;

    // Rules by conjunction; null: nothing fits.
    private readonly Dictionary<string, string?> _rules = new(StringComparer.Ordinal);
    private int _depth;

    public SchemaCompiler(GrammarBuilder grammar, SchemaDocument document)
    {
        _grammar = grammar;
        _json = new JsonRules(grammar);
        _reader = new SchemaReader(document);
        _objects = new ObjectRules(grammar, _json, this);
        _arrays = new ArrayRules(grammar, _json, this);
        _strings = new StringRules(grammar, _json);
        _enums = new EnumRules(_json);
    }

    /// <summary>The name of the rule for values that fit all the schemas, or null where none can.</summary>
    public string? Compile(string hint, IReadOnlyList<Located> schemas)
    {
        if (++_depth > MaxDepth)
        {
            throw schemas[0].Fault("", $"is nested more than {MaxDepth} deep.");
        }

        var rule = Compile(hint, schemas, []);
        _depth--;
        return rule;
    }

    // The path holds the conjunctions entered since the last character of output: meeting one again would be a rule that begins with itself.
    private string? Compile(string hint, IReadOnlyList<Located> schemas, HashSet<string> path)
    {
        if (_reader.Flatten(schemas) is not { } flat)
        {
            return null;
        }

        if (flat.Count == 0)
        {
            return _json.Value;
        }

        var key = string.Join('&', flat.Select(schema => schema.Key));
        if (path.Contains(key))
        {
            throw flat[0].Fault("", "refers to itself without anything in between.");
        }

        if (_rules.TryGetValue(key, out var known))
        {
            return known;
        }

        var name = _grammar.Reserve(hint);
        _rules.Add(key, name);
        path.Add(key);
        var alternatives = SchemaReader.FindUnion(flat) is { } union
            ? [.. union.Branches.Select(branch => Compile(hint, branch, path)).OfType<string>().Distinct()]
            : ByType(name, SchemaReader.Read(flat));
        path.Remove(key);
        if (alternatives.Count == 0)
        {
            // A value that contains itself may have used the name meanwhile.
            _grammar.Define(name, Gbnf.Nothing);
            return _rules[key] = null;
        }

        _grammar.Define(name, string.Join(" | ", alternatives));
        return name;
    }

    private List<string> ByType(string name, SchemaFacts facts)
    {
        if (facts.Enum is not null)
        {
            return _enums.Alternatives(facts);
        }

        var alternatives = new List<string?>();
        void Add(JsonTypes type, Func<string?> rule)
        {
            if ((facts.Types & type) != 0)
            {
                alternatives.Add(rule());
            }
        }

        Add(JsonTypes.Object, () => _objects.Rule(name, facts));
        Add(JsonTypes.Array, () => _arrays.Rule(name, facts));
        Add(JsonTypes.String, () => _strings.Rule(name, facts));
        Add(JsonTypes.Number, () => NumberRules.Rule(_json, facts));
        Add(JsonTypes.Boolean, () => _json.Boolean);
        Add(JsonTypes.Null, () => _json.Null);
        return [.. alternatives.OfType<string>()];
    }
}
