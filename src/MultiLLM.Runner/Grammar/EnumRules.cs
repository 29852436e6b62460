using System.Text.Encodings.Web;
using System.Text.Json;

namespace MultiLLM.Runner.Grammar;

/// <summary>Rules for values that are written out in the schema.</summary>
internal sealed class EnumRules(JsonRules json)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The values that fit the other facts, as literals.</summary>
    public List<string> Alternatives(SchemaFacts facts) =>
        [.. facts.Enum!.Where(item => Fits(item.Value, item.Source, facts)).Select(item => Literal(item.Value)).Distinct(StringComparer.Ordinal)];

    public static string Quote(string text) => JsonSerializer.Serialize(text, Plain);

    private string Literal(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Gbnf.Literal(Quote(value.GetString()!)),
        JsonValueKind.Array => Enclose("[", value.EnumerateArray().Select(Literal), "]"),
        JsonValueKind.Object => Enclose("{", value.EnumerateObject().Select(member => $"{Gbnf.Literal(Quote(member.Name) + ":")} {json.Space} {Literal(member.Value)}"), "}"),
        _ => Gbnf.Literal(value.GetRawText()),
    };

    private string Enclose(string open, IEnumerable<string> items, string close)
    {
        var list = string.Join($" {json.Comma} ", items);
        return list.Length == 0
            ? Gbnf.Literal(open + close)
            : $"{Gbnf.Literal(open)} {json.Space} {list} {json.Space} {Gbnf.Literal(close)}";
    }

    private static bool Fits(JsonElement value, Located source, SchemaFacts facts)
    {
        if ((facts.Types & TypeOf(value)) == 0)
        {
            return false;
        }

        return value.ValueKind switch
        {
            JsonValueKind.String when facts.Patterns is [var pattern, ..] => throw Unchecked(pattern.Source, pattern.Keyword),
            JsonValueKind.String => value.GetString()!.EnumerateRunes().Count() is var length && length >= facts.Length.Min && !(length > facts.Length.Max),
            JsonValueKind.Number when value.TryGetDecimal(out var number) =>
                !(number < facts.Lower?.Value) && !(number == facts.Lower?.Value && facts.Lower.Value.Exclusive)
                && !(number > facts.Upper?.Value) && !(number == facts.Upper?.Value && facts.Upper.Value.Exclusive),
            JsonValueKind.Number when facts.Lower is not null || facts.Upper is not null => throw Unchecked(source, "enum"),
            JsonValueKind.Object when facts.Objects.Count > 0 || facts.Required.Count > 0 || facts.Properties.Any => throw Unchecked(source, "enum"),
            JsonValueKind.Array when facts.Arrays.Count > 0 || facts.Items.Any => throw Unchecked(source, "enum"),
            _ => true,
        };
    }

    private static JsonTypes TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => JsonTypes.String,
        JsonValueKind.Object => JsonTypes.Object,
        JsonValueKind.Array => JsonTypes.Array,
        JsonValueKind.True or JsonValueKind.False => JsonTypes.Boolean,
        JsonValueKind.Number => !value.TryGetDecimal(out var number) || number == decimal.Floor(number) ? JsonTypes.Integer : JsonTypes.Fraction,
        _ => JsonTypes.Null,
    };

    private static UnsupportedSchemaException Unchecked(Located source, string keyword) =>
        source.Fault(keyword, "cannot be enforced together with values that are written out (enum, const).");
}
