using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using MultiLLM.Core.Errors;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Gateway.Keys.Authentication;

namespace MultiLLM.Server.Docs;

/// <summary>Adds what the endpoint's description knows and the API explorer does not: path parameters, examples, events, error codes.</summary>
internal sealed class OperationDetails : IOpenApiOperationTransformer
{
    private static readonly ILookup<int, string> s_codes = Enum.GetValues<ErrorCode>().Select(ErrorTable.Of)
        .Append(ErrorTable.UnsupportedMediaType).ToLookup(row => row.Status, row => row.Code);

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<EndpointDescription>().FirstOrDefault() is not { } description)
            return;
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<EndpointAccess>().LastOrDefault() is { } access)
            operation.Description = $"{operation.Description} {(access.Least is { } least ? $"Role: {Roles.Of(least)}." : "Without a key.")}".Trim();
        if (context.Description.RelativePath?.Contains("{id}", StringComparison.Ordinal) is true)
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = "id",
                In = ParameterLocation.Path,
                Required = true,
                Description = description.Id,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        foreach (var (name, field) in description.Query)
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Query,
                Description = field.Meaning,
                Schema = field.Schema,
            });
        if (description.Example is { } example && operation.RequestBody?.Content?["application/json"] is { } body)
            body.Example = JsonNode.Parse(example);
        foreach (var (status, response) in operation.Responses ?? [])
            if (int.Parse(status) is var number and >= 400)
                response.Description = $"error.code: {string.Join(", ", s_codes[number])}";
        if (description.Event is { } type && operation.Responses?["200"].Content is { } content && context.Document is { } document)
        {
            // A reference needs the schema among the document's components, where only bodies and replies are put by themselves.
            document.AddComponent(type.Name, await context.GetOrCreateSchemaAsync(type, cancellationToken: cancellationToken));
            content["text/event-stream"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(type.Name, document) };
        }
    }
}
