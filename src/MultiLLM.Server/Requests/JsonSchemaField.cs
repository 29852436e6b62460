using System.Text.Json;

namespace MultiLLM.Server.Requests;

/// <summary>A field that holds a JSON schema.</summary>
internal static class JsonSchemaField
{
    /// <summary>Null: absent. What is no schema, or too long, is reported.</summary>
    public static JsonElement? Read(Fields fields, string field, ServerLimits limits)
    {
        if (!fields.TryGet(field, out var schema))
            return null;
        if (schema.ValueKind is not (JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False))
            fields.Report(field, $"must be a JSON schema, an object; got {JsonText.Describe(schema)}");
        else if (schema.GetRawText().Length is var length && length > limits.MaxGrammarCharacters)
            fields.Report(field, $"may have at most {limits.MaxGrammarCharacters} characters; this has {length}");
        return schema.Clone(); // the body's document is gone while the answer is generated
    }
}
