using System.Text.Json;

namespace MultiLLM.Runner.Grammar;

/// <summary>Reads the keywords of schemas. A keyword that it does not know, or that no grammar can enforce, is an error and never skipped.</summary>
internal sealed class SchemaReader(SchemaDocument document)
{
    private const int MaxPath = 100;

    private static readonly HashSet<string> Annotations = new(StringComparer.Ordinal)
    {
        "title", "description", "default", "examples", "example", "$schema", "$id", "id", "$comment", "$anchor", "$defs", "definitions",
        "deprecated", "readOnly", "writeOnly", "$vocabulary", "contentEncoding", "contentMediaType", "contentSchema", "discriminator",
        "externalDocs", "xml",
    };

    /// <summary>Follows references and takes allOf apart, until only schemas with demands of their own are left.</summary>
    /// <returns>Null where one of them is false: nothing fits.</returns>
    public List<Located>? Flatten(IEnumerable<Located> schemas)
    {
        var flat = new List<Located>();
        return schemas.All(schema => Flatten(schema, flat, [])) ? flat : null;
    }

    public static bool IsAnnotation(string keyword) => Annotations.Contains(keyword) || keyword.StartsWith("x-", StringComparison.Ordinal);

    /// <summary>The first union still to choose from, with the branches it offers, each as the conjunction that remains.</summary>
    public static (Located Source, string Keyword, IReadOnlyList<IReadOnlyList<Located>> Branches)? FindUnion(IReadOnlyList<Located> schemas)
    {
        for (var i = 0; i < schemas.Count; i++)
        {
            var schema = schemas[i];
            foreach (var (keyword, taken) in new[] { ("anyOf", schema.AnyOfTaken), ("oneOf", schema.OneOfTaken) })
            {
                if (!taken && schema.Element.TryGetProperty(keyword, out var union))
                {
                    var rest = keyword == "anyOf" ? schema with { AnyOfTaken = true } : schema with { OneOfTaken = true };
                    var others = schemas.Select((other, index) => index == i ? rest : other).ToArray();
                    return (schema, keyword, [.. SchemaList(schema, keyword, union).Select(branch => (IReadOnlyList<Located>)[.. others, branch])]);
                }
            }
        }

        return null;
    }

    public static SchemaFacts Read(IReadOnlyList<Located> schemas)
    {
        var facts = new SchemaFacts();
        var implied = JsonTypes.None;
        var typed = false;
        foreach (var schema in schemas)
        {
            implied |= KeywordReader.Read(schema, facts, ref typed);
        }

        // Without a type, keywords about objects are meant for objects, although the standard would let everything else pass.
        if (!typed && facts.Enum is null && implied != JsonTypes.None)
        {
            facts.Types &= implied;
        }

        return facts;
    }

    public static IEnumerable<Located> SchemaList(Located schema, string keyword, JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            throw schema.Fault(keyword, "must be an array of at least one schema.");
        }

        return list.EnumerateArray().Select((item, i) => schema.Child(keyword, i, item));
    }

    // Whether anything can fit. The path holds the references followed so far, to notice one that leads to itself.
    private bool Flatten(Located schema, List<Located> flat, HashSet<string> path)
    {
        switch (schema.Element.ValueKind)
        {
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            case JsonValueKind.Object:
                break;
            default:
                throw schema.Fault("", "a schema must be an object, true or false.");
        }

        if (schema.Flat)
        {
            Add(flat, schema);
            return true;
        }

        if (path.Count >= MaxPath)
        {
            throw schema.Fault("$ref", $"is more than {MaxPath} references and allOf deep.");
        }

        if (!path.Add(schema.Pointer))
        {
            throw schema.Fault("$ref", "leads back to itself.");
        }

        var possible = true;
        if (schema.Element.TryGetProperty("$ref", out var reference))
        {
            if (reference.ValueKind != JsonValueKind.String)
            {
                throw schema.Fault("$ref", "must be a string.");
            }

            possible &= Flatten(document.Resolve(schema, reference.GetString()!), flat, path);
        }

        if (schema.Element.TryGetProperty("allOf", out var all))
        {
            foreach (var part in SchemaList(schema, "allOf", all))
            {
                possible &= Flatten(part, flat, path);
            }
        }

        path.Remove(schema.Pointer);
        if (schema.Element.EnumerateObject().Any(keyword => keyword.Name is not ("$ref" or "allOf") && !IsAnnotation(keyword.Name)))
        {
            Add(flat, schema with { Flat = true });
        }

        return possible;
    }

    private static void Add(List<Located> flat, Located schema)
    {
        if (flat.TrueForAll(other => other.Key != schema.Key))
        {
            flat.Add(schema);
        }
    }
}
