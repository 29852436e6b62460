using Scalar.AspNetCore;

namespace MultiLLM.Server.Docs;

/// <summary><c>/openapi/v1.json</c>, <c>/docs</c> and the page at <c>/</c>.</summary>
internal static class DocsEndpoints
{
    public static void AddDocs(this IServiceCollection services) => services.AddOpenApi();

    public static void MapDocs(this WebApplication app)
    {
        app.MapOpenApi();
        app.MapScalarApiReference("/docs", options => options
            .WithTitle("MultiLLM")
            .DisableDefaultFonts()
            .DisableAgent()
            .DisableMcp()
            .DisableTelemetry()
            .HideClientButton());
    }
}
