using System.Text.Json;

namespace MultiLLM.Runner.Grammar;

/// <summary>A schema and where it stands. The unions that a branch was already chosen from no longer count, nor does what was flattened.</summary>
internal sealed record Located(JsonElement Element, string Pointer, bool AnyOfTaken = false, bool OneOfTaken = false, bool Flat = false)
{
    public string Key => Pointer + (AnyOfTaken ? "!any" : "") + (OneOfTaken ? "!one" : "");

    public Located Child(string keyword, JsonElement element) => new(element, $"{Pointer}/{Escape(keyword)}");

    public Located Child(string keyword, string name, JsonElement element) => new(element, $"{Pointer}/{keyword}/{Escape(name)}");

    public Located Child(string keyword, int index, JsonElement element) => new(element, $"{Pointer}/{keyword}/{index}");

    public UnsupportedSchemaException Fault(string keyword, string reason) => new(Pointer, keyword, reason);

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}

/// <summary>The document that a schema's references point into.</summary>
internal sealed class SchemaDocument(JsonElement root)
{
    public Located Root { get; } = new(root, "#");

    /// <summary>Finds what a $ref of this document means.</summary>
    public Located Resolve(Located referrer, string reference)
    {
        if (!reference.StartsWith('#'))
        {
            throw referrer.Fault("$ref", $"is \"{reference}\"; only references into the same document (\"#/...\") can be followed.");
        }

        var current = root;
        if (reference.Length > 1 && reference[1] != '/')
        {
            throw referrer.Fault("$ref", $"is \"{reference}\"; references by $anchor or $id cannot be followed, use a path like \"#/$defs/...\".");
        }

        foreach (var part in reference.Split('/').Skip(1))
        {
            var name = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (!TryStep(current, name, out current))
            {
                throw referrer.Fault("$ref", $"is \"{reference}\", which is not in the document.");
            }
        }

        return new Located(current, reference.TrimEnd('/'));
    }

    private static bool TryStep(JsonElement element, string name, out JsonElement next)
    {
        next = default;
        if (element.ValueKind == JsonValueKind.Object)
        {
            return element.TryGetProperty(name, out next);
        }

        if (element.ValueKind == JsonValueKind.Array && int.TryParse(name, out var index) && index >= 0 && index < element.GetArrayLength())
        {
            next = element[index];
            return true;
        }

        return false;
    }
}
