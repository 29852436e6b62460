using MultiLLM.Server.Hosting;
using MultiLLM.Server.OpenAI.Contracts;

namespace MultiLLM.Server.OpenAI;

/// <summary>The OpenAI dialect under <c>/v1</c>.</summary>
internal static class OpenAIEndpoints
{
    public static void AddOpenAI(this IServiceCollection services)
    {
        services.AddSingleton<ChatCompletionsEndpoint>();
        services.AddSingleton<CompletionsEndpoint>();
        services.AddSingleton<EmbeddingsEndpoint>();
        services.AddSingleton<ModelsEndpoint>();
    }

    public static void MapOpenAI(this WebApplication app)
    {
        var services = app.Services;
        var v1 = app.MapGroup("/v1").WithTags("OpenAI");
        var work = v1.MapGroup("").WithMetadata(MakesModelsWork.Metadata);
        work.MapPost("/chat/completions", services.GetRequiredService<ChatCompletionsEndpoint>().HandleAsync);
        work.MapPost("/completions", services.GetRequiredService<CompletionsEndpoint>().HandleAsync);
        work.MapPost("/embeddings", services.GetRequiredService<EmbeddingsEndpoint>().HandleAsync);
        var models = services.GetRequiredService<ModelsEndpoint>();
        v1.MapGet("/models", models.ListAsync);
        v1.MapGet("/models/{id}", models.GetAsync);
    }
}
