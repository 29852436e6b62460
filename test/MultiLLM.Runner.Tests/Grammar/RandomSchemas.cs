using System.Text.Json.Nodes;

namespace MultiLLM.Runner.Tests.Grammar;

/// <summary>Random schemas, and random values that are meant to fit them, or only nearly. Names sort as the schemas list them.</summary>
internal sealed class RandomSchemas(int seed)
{
    private static readonly string[] Names = ["a", "ab", "b", "c\"d", "é"];
    private static readonly string[] Others = ["", "x", "xyz"];
    private static readonly string[] Texts = ["", "a", "ab", "é😀", "a\"\\\n", "hello"];

    private readonly Random _random = new(seed);

    public JsonNode Schema(int depth = 3) => _random.Next(depth > 0 ? 11 : 7) switch
    {
        0 => new JsonObject { ["type"] = "null" },
        1 => new JsonObject { ["type"] = new JsonArray("boolean", "integer") },
        2 => Bounded("integer", "minimum", "maximum", -120, 120),
        3 => Bounded("number", _random.Next(2) == 0 ? "minimum" : "exclusiveMinimum", _random.Next(2) == 0 ? "maximum" : "exclusiveMaximum", -3, 12),
        4 => Bounded("string", "minLength", "maxLength", 0, 5),
        5 => new JsonObject { ["enum"] = new JsonArray([.. Enumerable.Range(0, 3).Select(_ => Scalar())]) },
        6 => _random.Next(4) switch { 0 => true, 1 => new JsonObject(), 2 => new JsonObject { ["const"] = Any(1) }, _ => new JsonObject { ["type"] = "string" } },
        7 => new JsonObject { ["anyOf"] = new JsonArray(Schema(depth - 1), Schema(depth - 1)) },
        8 => Array(depth - 1),
        9 => new JsonObject { ["allOf"] = new JsonArray(Object(depth - 1, open: true), Object(depth - 1, open: true)) },
        _ => Object(depth - 1, open: false),
    };

    /// <summary>A value that fits where the schema leaves a choice; contradictions are not looked for.</summary>
    public JsonNode? Value(JsonNode schema)
    {
        if (schema is not JsonObject keywords || keywords.Count == 0)
        {
            return Any(2);
        }

        if (keywords["anyOf"] is JsonArray union)
        {
            return Value(union[_random.Next(union.Count)]!);
        }

        if (keywords["allOf"] is JsonArray all)
        {
            var merged = (JsonObject)Value(all[0]!)!;
            foreach (var (name, value) in ((JsonObject)Value(all[1]!)!).ToArray())
            {
                merged[name] = value?.DeepClone();
            }

            return merged;
        }

        if (keywords["enum"] is JsonArray values)
        {
            return values[_random.Next(values.Count)]?.DeepClone();
        }

        return keywords.TryGetPropertyValue("const", out var constant) ? constant?.DeepClone() : ByType(keywords);
    }

    /// <summary>The same value with one place changed.</summary>
    public JsonNode? Mutate(JsonNode? value)
    {
        switch (value)
        {
            case JsonObject item when item.Count > 0 && _random.Next(3) > 0:
                var copy = (JsonObject)item.DeepClone();
                var name = copy.ElementAt(_random.Next(copy.Count)).Key;
                if (_random.Next(3) == 0)
                {
                    copy.Remove(name);
                }
                else
                {
                    copy[_random.Next(3) == 0 ? Pick(Others) : name] = Mutate(item[name]);
                }

                return copy;
            case JsonArray list when list.Count > 0 && _random.Next(3) > 0:
                var items = (JsonArray)list.DeepClone();
                var index = _random.Next(items.Count);
                switch (_random.Next(3))
                {
                    case 0:
                        items.RemoveAt(index);
                        break;
                    case 1:
                        items.Add(Any(0));
                        break;
                    default:
                        items[index] = Mutate(items[index]);
                        break;
                }

                return items;
            case JsonValue number when number.GetValueKind() == System.Text.Json.JsonValueKind.Number && _random.Next(2) == 0:
                return Number(number.GetValue<decimal>() + _random.Next(-2, 3) * (_random.Next(2) == 0 ? 1 : 0.5m));
            default:
                return Any(1);
        }
    }

    private JsonNode? ByType(JsonObject keywords)
    {
        var type = keywords["type"] is JsonArray types ? (string)types[_random.Next(types.Count)]! : (string?)keywords["type"];
        int Low(string name, int otherwise) => (int?)keywords[name] ?? otherwise;
        return type switch
        {
            "null" => null,
            "boolean" => _random.Next(2) == 0,
            "integer" => Number(_random.Next(Low("minimum", -130), Low("maximum", 130) + 1)),
            "number" => Number(_random.Next(-8, 26) / 2m),
            "string" => string.Concat(Enumerable.Range(0, _random.Next(Low("minLength", 0), Low("maxLength", 6) + 1)).Select(_ => Pick(["a", "é", "😀", "\"", "\n"]))),
            "array" => new JsonArray([
                .. ((JsonArray?)keywords["prefixItems"] ?? []).Select(item => Value(item!)),
                .. Enumerable.Range(0, _random.Next(Low("minItems", 0), Low("maxItems", 3) + 1)).Select(_ => keywords["items"] is { } item ? Value(item) : Any(1))]),
            _ => new JsonObject([
                .. ((JsonObject?)keywords["properties"] ?? []).Where(p => _random.Next(3) > 0 || Requires(keywords, p.Key)).Select(p => KeyValuePair.Create(p.Key, Value(p.Value!))),
                .. keywords["additionalProperties"] is JsonObject more && _random.Next(2) == 0 ? [KeyValuePair.Create(Pick(Others), Value(more))] : System.Array.Empty<KeyValuePair<string, JsonNode?>>()]),
        };
    }

    private static bool Requires(JsonObject keywords, string name) => keywords["required"] is JsonArray required && required.Any(item => (string?)item == name);

    private JsonObject Bounded(string type, string lower, string upper, int min, int max)
    {
        var schema = new JsonObject { ["type"] = type };
        int a = _random.Next(min, max + 1), b = _random.Next(min, max + 1);
        if (_random.Next(3) > 0)
        {
            schema[lower] = Math.Min(a, b);
        }

        if (_random.Next(3) > 0)
        {
            schema[upper] = Math.Max(a, b);
        }

        return schema;
    }

    private JsonObject Array(int depth)
    {
        var schema = Bounded("array", "minItems", "maxItems", 0, 4);
        if (_random.Next(3) == 0)
        {
            schema["prefixItems"] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Schema(depth))]);
        }

        if (_random.Next(3) > 0)
        {
            schema["items"] = _random.Next(6) == 0 ? false : Schema(depth);
        }

        return schema;
    }

    private JsonObject Object(int depth, bool open)
    {
        // The first few, so that unnamed ones sort behind the named ones, as the grammar has them.
        var names = Names.Take(_random.Next(Names.Length + 1)).ToArray();
        var schema = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject(names.Select(name => KeyValuePair.Create(name, (JsonNode?)Schema(depth)))) };
        schema["required"] = new JsonArray([.. names.Where(_ => _random.Next(3) == 0).Select(name => (JsonNode)name)]);
        if (open || _random.Next(2) == 0)
        {
            schema["additionalProperties"] = _random.Next(3) switch { 0 => false, 1 => true, _ => Schema(depth) };
        }

        return schema;
    }

    private JsonNode? Any(int depth) => _random.Next(depth > 0 ? 6 : 4) switch
    {
        4 => new JsonArray([.. Enumerable.Range(0, _random.Next(3)).Select(_ => Any(depth - 1))]),
        5 => new JsonObject(Names.Concat(Others).Where(_ => _random.Next(4) == 0).Select(name => KeyValuePair.Create(name, Any(depth - 1)))),
        _ => Scalar(),
    };

    private JsonNode? Scalar() => _random.Next(4) switch
    {
        0 => null,
        1 => _random.Next(2) == 0,
        2 => Number(_random.Next(-30, 30) / 2m),
        _ => Pick(Texts),
    };

    // Without a trailing ".0", which the grammar of an integer has not.
    private static JsonNode Number(decimal value) => JsonNode.Parse(value.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture))!;

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
