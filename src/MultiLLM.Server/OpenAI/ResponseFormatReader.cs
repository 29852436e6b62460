using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Runners;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.OpenAI;

/// <summary>Reads <c>response_format</c>: text, json_object (with llama.cpp's optional <c>schema</c>) or json_schema.</summary>
internal static class ResponseFormatReader
{
    public static void Read(Fields fields, ServerLimits limits, GenerationOptions into)
    {
        if (fields.Object("response_format") is not { } format)
            return;
        into.ResponseFormat = format.Choice("type", "text", "json_object", "json_schema") switch
        {
            "text" => ChatResponseFormat.Text,
            "json_object" => Schema(format, limits, required: false) is { } schema ? ChatResponseFormat.ForJsonSchema(schema) : ChatResponseFormat.Json,
            "json_schema" => JsonSchema(format, limits),
            _ => Missing(format, "type"),
        };
        if (into.Grammar is not null && into.ResponseFormat is ChatResponseFormatJson)
            fields.Report("grammar", "and a JSON response_format exclude each other; send one of them");
    }

    private static ChatResponseFormat? JsonSchema(Fields format, ServerLimits limits)
    {
        if (format.Object("json_schema") is not { } named)
            return Missing(format, "json_schema");
        var name = named.Text("name", 64);
        var description = named.Text("description", 4096);
        named.Flag("strict"); // the grammar is enforced either way
        return Schema(named, limits, required: true) is { } schema ? ChatResponseFormat.ForJsonSchema(schema, name, description) : null;
    }

    private static JsonElement? Schema(Fields fields, ServerLimits limits, bool required)
    {
        if (required && !fields.TryGet("schema", out _))
            Missing(fields, "schema");
        return JsonSchemaField.Read(fields, "schema", limits);
    }

    private static ChatResponseFormat? Missing(Fields fields, string field)
    {
        fields.Report(field, "is required");
        return null;
    }
}
