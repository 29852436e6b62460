using System.Text.Json;
using MultiLLM.Runner.Grammar.Patterns;

namespace MultiLLM.Runner.Grammar;

/// <summary>Reads one schema's keywords into facts.</summary>
internal static class KeywordReader
{
    // Larger bounds mean nothing next to the digits a grammar allows.
    private const decimal FarAway = 1e20m;

    /// <returns>The types that the keywords found are about.</returns>
    public static JsonTypes Read(Located schema, SchemaFacts facts, ref bool typed)
    {
        var implied = JsonTypes.None;
        var types = JsonTypes.All;
        var nullable = false;
        foreach (var keyword in schema.Element.EnumerateObject())
        {
            var value = keyword.Value;
            switch (keyword.Name)
            {
                case "$ref" or "allOf" or "anyOf" or "oneOf":
                    break;
                case "type":
                    typed = true;
                    types = ReadTypes(schema, value);
                    break;
                case "nullable":
                    nullable = value.ValueKind == JsonValueKind.True;
                    break;
                case "enum":
                    AddEnum(schema, facts, value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
                        ? [.. value.EnumerateArray()]
                        : throw schema.Fault("enum", "must be an array of at least one value."));
                    break;
                case "const":
                    AddEnum(schema, facts, [value]);
                    break;
                default:
                    implied |= ReadObject(schema, facts, keyword)
                        ?? ReadArray(schema, facts, keyword)
                        ?? ReadString(schema, facts, keyword)
                        ?? ReadNumber(schema, facts, keyword)
                        ?? (SchemaReader.IsAnnotation(keyword.Name) ? JsonTypes.None : throw schema.Fault(keyword.Name, "cannot be enforced."));
                    break;
            }
        }

        AddObjectAndArrayParts(schema, facts);
        facts.Types &= nullable && types != JsonTypes.All ? types | JsonTypes.Null : types;
        if (nullable && facts.Enum is { } permitted && permitted.Any(item => item.Source == schema))
        {
            permitted.Add((JsonDocument.Parse("null").RootElement, schema));
        }

        return implied == JsonTypes.None ? implied : implied | (nullable ? JsonTypes.Null : JsonTypes.None);
    }

    private static JsonTypes ReadTypes(Located schema, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => ReadType(schema, value),
        JsonValueKind.Array when value.GetArrayLength() > 0 =>
            value.EnumerateArray().Aggregate(JsonTypes.None, (types, item) => types | ReadType(schema, item)),
        _ => throw schema.Fault("type", "must be the name of a type, or an array of names."),
    };

    private static JsonTypes ReadType(Located schema, JsonElement value) => (value.ValueKind == JsonValueKind.String ? value.GetString() : null) switch
    {
        "null" => JsonTypes.Null,
        "boolean" => JsonTypes.Boolean,
        "object" => JsonTypes.Object,
        "array" => JsonTypes.Array,
        "string" => JsonTypes.String,
        "integer" => JsonTypes.Integer,
        "number" => JsonTypes.Number,
        _ => throw schema.Fault("type", $"is {value.GetRawText()}, which is not a JSON type."),
    };

    private static void AddEnum(Located schema, SchemaFacts facts, List<JsonElement> values)
    {
        facts.Enum = facts.Enum is null
            ? [.. values.Select(value => (value, schema))]
            : [.. facts.Enum.Where(old => values.Exists(value => JsonElement.DeepEquals(old.Value, value)))];
    }

    private static JsonTypes? ReadObject(Located schema, SchemaFacts facts, JsonProperty keyword)
    {
        switch (keyword.Name)
        {
            case "properties":
                RequireKind(schema, keyword, JsonValueKind.Object, "an object of schemas");
                break;
            case "required":
                RequireKind(schema, keyword, JsonValueKind.Array, "an array of names");
                foreach (var name in keyword.Value.EnumerateArray())
                {
                    facts.Required.TryAdd(name.ValueKind == JsonValueKind.String ? name.GetString()! : throw schema.Fault("required", "must be an array of names."), schema);
                }

                break;
            case "minProperties":
                facts.Properties.AddMin(Count(schema, keyword), schema);
                break;
            case "maxProperties":
                facts.Properties.AddMax(Count(schema, keyword), schema);
                break;
            case "additionalProperties":
            case "unevaluatedProperties" when keyword.Value.ValueKind == JsonValueKind.False:   // closed is what objects are anyway
            case "propertyNames" when IsEmptyOrString(keyword.Value):
            case "patternProperties" when IsEmptyObject(keyword.Value):
                break;
            default:
                return null;
        }

        return JsonTypes.Object;
    }

    private static JsonTypes? ReadArray(Located schema, SchemaFacts facts, JsonProperty keyword)
    {
        switch (keyword.Name)
        {
            case "minItems":
                facts.Items.AddMin(Count(schema, keyword), schema);
                break;
            case "maxItems":
                facts.Items.AddMax(Count(schema, keyword), schema);
                break;
            case "prefixItems":
                RequireKind(schema, keyword, JsonValueKind.Array, "an array of schemas");
                break;
            case "uniqueItems" when keyword.Value.ValueKind == JsonValueKind.False:
            case "unevaluatedItems" when keyword.Value.ValueKind == JsonValueKind.False:
            case "items" or "additionalItems":
                break;
            default:
                return null;
        }

        return JsonTypes.Array;
    }

    private static JsonTypes? ReadString(Located schema, SchemaFacts facts, JsonProperty keyword)
    {
        switch (keyword.Name)
        {
            case "minLength":
                facts.Length.AddMin(Count(schema, keyword), schema);
                break;
            case "maxLength":
                facts.Length.AddMax(Count(schema, keyword), schema);
                break;
            case "pattern":
                RequireKind(schema, keyword, JsonValueKind.String, "a regular expression");
                facts.Patterns.Add((keyword.Value.GetString()!, schema, "pattern"));
                break;
            case "format":
                RequireKind(schema, keyword, JsonValueKind.String, "the name of a format");
                facts.Patterns.Add((
                    StringFormats.Find(keyword.Value.GetString()!)
                        ?? throw schema.Fault("format", $"is \"{keyword.Value.GetString()}\"; it can be {StringFormats.Names}."),
                    schema,
                    "format"));
                break;
            default:
                return null;
        }

        return JsonTypes.String;
    }

    private static JsonTypes? ReadNumber(Located schema, SchemaFacts facts, JsonProperty keyword)
    {
        switch (keyword.Name)
        {
            case "minimum":
                facts.AddLower(Bound(schema, keyword, Exclusive(schema, "exclusiveMinimum")));
                break;
            case "maximum":
                facts.AddUpper(Bound(schema, keyword, Exclusive(schema, "exclusiveMaximum")));
                break;
            case "exclusiveMinimum" or "exclusiveMaximum" when keyword.Value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                break;   // draft 4: it qualifies minimum or maximum
            case "exclusiveMinimum":
                facts.AddLower(Bound(schema, keyword, exclusive: true));
                break;
            case "exclusiveMaximum":
                facts.AddUpper(Bound(schema, keyword, exclusive: true));
                break;
            case "multipleOf" when keyword.Value.ValueKind == JsonValueKind.Number && keyword.Value.TryGetDecimal(out var step) && step == 1:
                facts.Types &= ~JsonTypes.Fraction;
                break;
            default:
                return null;
        }

        return JsonTypes.Number;
    }

    private static void AddObjectAndArrayParts(Located schema, SchemaFacts facts)
    {
        var element = schema.Element;
        Located? Find(string name) => element.TryGetProperty(name, out var child) ? schema.Child(name, child) : null;

        var additional = Find("additionalProperties");
        if (element.TryGetProperty("properties", out var properties) || additional is not null)
        {
            facts.Objects.Add(new ObjectPart(
                properties.ValueKind == JsonValueKind.Object
                    ? properties.EnumerateObject().DistinctBy(p => p.Name).ToDictionary(p => p.Name, p => schema.Child("properties", p.Name, p.Value), StringComparer.Ordinal)
                    : new Dictionary<string, Located>(),
                additional));
        }

        // Until 2019 an array under "items" was what is "prefixItems" now.
        var items = Find("items");
        var tuple = items?.Element.ValueKind == JsonValueKind.Array ? items : Find("prefixItems");
        items = tuple == items ? Find("additionalItems") : items;
        if (tuple is not null || items is not null)
        {
            facts.Arrays.Add(new ArrayPart(
                tuple is null ? [] : [.. tuple.Element.EnumerateArray().Select((item, i) => new Located(item, $"{tuple.Pointer}/{i}"))],
                items));
        }
    }

    private static bool Exclusive(Located schema, string keyword) =>
        schema.Element.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.True;

    private static NumberBound Bound(Located schema, JsonProperty keyword, bool exclusive)
    {
        RequireKind(schema, keyword, JsonValueKind.Number, "a number");
        var value = keyword.Value.TryGetDecimal(out var exact) ? exact : keyword.Value.GetDouble() switch { > 0 => FarAway, < 0 => -FarAway, _ => 0 };
        return new NumberBound(Math.Clamp(value, -FarAway, FarAway), exclusive, schema, keyword.Name);
    }

    private static int Count(Located schema, JsonProperty keyword) =>
        keyword.Value.ValueKind == JsonValueKind.Number && keyword.Value.TryGetDecimal(out var count) && count >= 0 && count == decimal.Floor(count)
            ? (int)Math.Min(count, int.MaxValue)
            : throw schema.Fault(keyword.Name, "must be a whole number of 0 or more.");

    private static void RequireKind(Located schema, JsonProperty keyword, JsonValueKind kind, string what)
    {
        if (keyword.Value.ValueKind != kind)
        {
            throw schema.Fault(keyword.Name, $"must be {what}.");
        }
    }

    private static bool IsEmptyObject(JsonElement element) => element.ValueKind == JsonValueKind.Object && !element.EnumerateObject().Any();

    private static bool IsEmptyOrString(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.True
        || (schema.ValueKind == JsonValueKind.Object && schema.EnumerateObject().All(keyword =>
            keyword.Name == "type" && keyword.Value.ValueKind == JsonValueKind.String && keyword.Value.GetString() == "string"));
}
