using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiLLM.Runner.Tests.Grammar;

/// <summary>Validates values the plain way, against the keywords that <see cref="RandomSchemas"/> uses.</summary>
internal static class ReferenceValidator
{
    /// <param name="schema">What it must fit.</param>
    /// <param name="value">To be checked.</param>
    /// <param name="narrows">With the narrowings the product documents: what a schema does not mention is not allowed.</param>
    public static bool IsValid(JsonNode schema, JsonNode? value, bool narrows = true)
    {
        if (schema is JsonValue constant)
        {
            return constant.GetValue<bool>();
        }

        var keywords = (JsonObject)schema;
        return keywords.All(keyword => keyword.Key switch
        {
            "type" => keyword.Value is JsonArray types ? types.Any(type => HasType((string)type!, value)) : HasType((string)keyword.Value!, value),
            "enum" => ((JsonArray)keyword.Value!).Any(item => JsonNode.DeepEquals(item, value)),
            "const" => JsonNode.DeepEquals(keyword.Value, value),
            "anyOf" => ((JsonArray)keyword.Value!).Any(branch => IsValid(branch!, value, narrows)),
            "allOf" => ((JsonArray)keyword.Value!).All(part => IsValid(part!, value, narrows)),
            "minimum" => value is not JsonValue || Kind(value) != JsonValueKind.Number || value.GetValue<decimal>() >= (int)keyword.Value!,
            "maximum" => value is not JsonValue || Kind(value) != JsonValueKind.Number || value.GetValue<decimal>() <= (int)keyword.Value!,
            "exclusiveMinimum" => value is not JsonValue || Kind(value) != JsonValueKind.Number || value.GetValue<decimal>() > (int)keyword.Value!,
            "exclusiveMaximum" => value is not JsonValue || Kind(value) != JsonValueKind.Number || value.GetValue<decimal>() < (int)keyword.Value!,
            "minLength" => Kind(value) != JsonValueKind.String || Length(value) >= (int)keyword.Value!,
            "maxLength" => Kind(value) != JsonValueKind.String || Length(value) <= (int)keyword.Value!,
            "minItems" => value is not JsonArray few || few.Count >= (int)keyword.Value!,
            "maxItems" => value is not JsonArray many || many.Count <= (int)keyword.Value!,
            "prefixItems" => value is not JsonArray tuple || IsTuple(keywords, (JsonArray)keyword.Value!, tuple, narrows),
            "items" => value is not JsonArray list || list.Skip(((JsonArray?)keywords["prefixItems"])?.Count ?? 0).All(item => IsValid(keyword.Value!, item, narrows)),
            "properties" => value is not JsonObject members || AreMembers(keywords, (JsonObject)keyword.Value!, members, narrows),
            "required" => value is not JsonObject complete || ((JsonArray)keyword.Value!).All(name => complete.ContainsKey((string)name!)),
            "additionalProperties" => true,
            _ => throw new InvalidOperationException(keyword.Key),
        });
    }

    private static bool IsTuple(JsonObject keywords, JsonArray prefix, JsonArray value, bool narrows) =>
        value.Zip(prefix).All(pair => IsValid(pair.Second!, pair.First, narrows))
        && (!narrows || value.Count >= prefix.Count || keywords.ContainsKey("minItems") || value.Count == (int?)keywords["maxItems"])
        && (!narrows || value.Count <= prefix.Count || keywords.ContainsKey("items"));

    private static bool AreMembers(JsonObject keywords, JsonObject properties, JsonObject value, bool narrows) => value.All(member =>
        properties[member.Key] is { } schema ? IsValid(schema, member.Value, narrows)
        : keywords["additionalProperties"] is { } additional ? IsValid(additional, member.Value, narrows)
        : !narrows || properties.Count == 0);

    private static bool HasType(string type, JsonNode? value) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => Kind(value) == JsonValueKind.String,
        "boolean" => Kind(value) is JsonValueKind.True or JsonValueKind.False,
        "integer" => Kind(value) == JsonValueKind.Number && decimal.IsInteger(value!.GetValue<decimal>()),
        _ => Kind(value) == JsonValueKind.Number,
    };

    private static JsonValueKind Kind(JsonNode? value) => value?.GetValueKind() ?? JsonValueKind.Null;

    private static int Length(JsonNode? value) => ((string)value!).EnumerateRunes().Count();
}
