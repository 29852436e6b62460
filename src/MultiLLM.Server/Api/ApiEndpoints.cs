using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Api;

/// <summary>The service's own API.</summary>
internal static class ApiEndpoints
{
    public static void AddApi(this IServiceCollection services)
    {
        services.AddSingleton<ChatEndpoint>();
        services.AddSingleton<ModelsEndpoint>();
        services.AddSingleton<EmbeddingsEndpoint>();
        services.AddSingleton<SearchEndpoint>();
        services.AddSingleton<HealthEndpoints>();
    }

    public static void MapApi(this WebApplication app)
    {
        var services = app.Services;
        var work = app.MapGroup("").WithMetadata(MakesModelsWork.Metadata);
        work.MapPost("/chat", services.GetRequiredService<ChatEndpoint>().HandleAsync);
        work.MapPost("/embeddings", services.GetRequiredService<EmbeddingsEndpoint>().HandleAsync);
        work.MapPost("/search", services.GetRequiredService<SearchEndpoint>().HandleAsync);
        var models = services.GetRequiredService<ModelsEndpoint>();
        app.MapGet("/models", models.ListAsync);
        app.MapGet("/models/{id}", models.GetAsync);
        work.MapPost("/models/{id}/load", models.LoadAsync);
        app.MapPost("/models/{id}/unload", models.UnloadAsync);
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", HealthEndpoints.LiveAsync);
        app.MapGet("/health/ready", app.Services.GetRequiredService<HealthEndpoints>().ReadyAsync);
    }
}
