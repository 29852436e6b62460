using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using MultiLLM.Contracts.Api;
using MultiLLM.Server.OpenAI.Contracts;

namespace MultiLLM.Server.Docs;

/// <summary>Values that take several forms, and fields with a few allowed values.</summary>
internal sealed class SchemaDetails : IOpenApiSchemaTransformer
{
    public async Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(EmbeddingValues))
            schema.OneOf = [new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.Number } },
                new OpenApiSchema { Type = JsonSchemaType.String, Format = "byte" }];
        if (type == typeof(ModelPreference))
            schema.OneOf = [new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["fast", "balanced", "quality"] }, Weights()];
        if (type.GetCustomAttribute<OneOfAttribute>() is { } forms)
        {
            (schema.Type, schema.Properties, schema.OneOf) = (null, null, []);
            foreach (var form in forms.Types)
                schema.OneOf.Add(await context.GetOrCreateSchemaAsync(form, cancellationToken: cancellationToken));
        }
        foreach (var attribute in context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(inherit: true) ?? [])
            if (attribute is AllowedValuesAttribute allowed)
                schema.Enum = [.. allowed.Values.Select(value => (JsonNode)JsonValue.Create((string)value!))];
    }

    private static OpenApiSchema Weights() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "quality", "speed" },
        Properties = new Dictionary<string, IOpenApiSchema> { ["quality"] = Weight(), ["speed"] = Weight() },
    };

    private static OpenApiSchema Weight() => new() { Type = JsonSchemaType.Number, Minimum = "0", Maximum = "1" };
}
