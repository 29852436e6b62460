using System.Text.Json;

namespace MultiLLM.Runner.Grammar;

/// <summary>
/// Turns a JSON schema into llama.cpp's grammar notation. Whatever the grammar lets through is valid against the schema; where a grammar
/// cannot see to that, the schema is refused. The grammar is narrower than the schema in these ways:
/// objects are closed unless additionalProperties opens them, and their properties come in the schema's order; a tuple (prefixItems) is
/// complete unless minItems allows it to be shorter, and closed unless items opens it; without a type, keywords imply theirs;
/// oneOf counts as anyOf, so branches should exclude each other; numbers have at most 16 digits on either side of the point.
/// </summary>
internal static class JsonSchemaGrammar
{
    private const int MaxCharacters = 500_000;
    private const int MaxDepth = 100;

    /// <exception cref="UnsupportedSchemaException">Not JSON, not a schema, too large, or with demands that a grammar cannot enforce.</exception>
    public static string Convert(string schemaJson)
    {
        if (schemaJson.Length > MaxCharacters)
        {
            throw new UnsupportedSchemaException("#", "", $"has {schemaJson.Length} characters; {MaxCharacters} are the limit.");
        }

        using var document = Parse(schemaJson);
        RequireText(document.RootElement);
        var grammar = new GrammarBuilder();
        var root = grammar.Reserve("root");
        var schema = new SchemaDocument(document.RootElement);
        var rule = new SchemaCompiler(grammar, schema).Compile("schema", [schema.Root])
            ?? throw new UnsupportedSchemaException("#", "", "no value can fit it.");
        grammar.Define(root, rule);
        return grammar.Build();
    }

    private static JsonDocument Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException e)
        {
            throw new UnsupportedSchemaException("#", "", $"is not valid JSON, or nested more than {MaxDepth} deep: {e.Message}");
        }
    }

    // An escaped half of a surrogate pair is valid JSON but no text.
    private static void RequireText(JsonElement element)
    {
        try
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.String:
                    element.GetString();
                    break;
                case JsonValueKind.Array:
                    foreach (var item in element.EnumerateArray())
                    {
                        RequireText(item);
                    }

                    break;
                case JsonValueKind.Object:
                    foreach (var member in element.EnumerateObject())
                    {
                        _ = member.Name;
                        RequireText(member.Value);
                    }

                    break;
                default:
                    break;
            }
        }
        catch (InvalidOperationException)
        {
            throw new UnsupportedSchemaException("#", "", "has a string with half of a surrogate pair.");
        }
    }
}
