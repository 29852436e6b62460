using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using MultiLLM.Core.Gateway;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Gateway.Keys.Authentication;
using MultiLLM.Server.OpenAI;
using Scalar.AspNetCore;

namespace MultiLLM.Server.Docs;

/// <summary><c>/openapi/v1.json</c>, and the page at <c>/docs/api</c> that shows it.</summary>
internal static class DocsEndpoints
{
    // Whatever the page's script may try, it gets nothing from elsewhere.
    private const string OwnThingsOnly =
        "default-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

    public static void AddDocs(this IServiceCollection services)
    {
        // The description is made from the types the service writes, so it must name their members the same way.
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, OpenAIJsonContext.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, JsonReply.Api);
        });
        services.AddOpenApi(options => options
            .AddOperationTransformer<OperationDetails>()
            .AddSchemaTransformer<SchemaDetails>()
            .AddDocumentTransformer((document, _, _) =>
            {
                (document.Components ??= new OpenApiComponents()).SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                {
                    ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key, mllm_…, where the service asks for one." },
                };
                document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
                document.Info = new OpenApiInfo
                {
                    Title = "MultiLLM",
                    Version = typeof(DocsEndpoints).Assembly.GetName().Version?.ToString(3),
                    Description = "Several local language models behind one service. OpenAI's dialect is under /v1, the service's own at the root.",
                };
                return Task.CompletedTask;
            }));
    }

    public static void MapDocs(this WebApplication app)
    {
        app.MapOpenApi().Needs(CallerRole.ReadOnly);
        app.MapScalarApiReference("/docs/api", (options, context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = OwnThingsOnly;
            options.WithTitle("MultiLLM").DisableDefaultFonts().DisableAgent().DisableMcp().DisableTelemetry()
                .HideClientButton().HideDeveloperTools(); // they share, deploy and generate at the maker's
        }).Needs(CallerRole.ReadOnly);
    }
}
