using MultiLLM.Contracts.Api;
using MultiLLM.Server.Docs;
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
        var api = app.MapGroup("").WithTags("MultiLLM");
        var work = api.MapGroup("").WithMetadata(MakesModelsWork.Metadata);
        var models = services.GetRequiredService<ModelsEndpoint>();

        work.MapPost("/chat", services.GetRequiredService<ChatEndpoint>().HandleAsync).Described(new("Answer a message")
        {
            Details = "Picks a model unless one is named, and tells which and why. The header x-multillm-model names it too.",
            Request = typeof(ChatRequest),
            Example = """{"message":"What is machine learning?"}""",
            Reply = typeof(ChatReply),
            Event = typeof(ChatStreamEvent),
            Errors = EndpointDescriptions.WorkErrors,
            Error = typeof(ErrorReply),
        });
        work.MapPost("/embeddings", services.GetRequiredService<EmbeddingsEndpoint>().HandleAsync).Described(new("Turn texts into vectors")
        {
            Request = typeof(EmbeddingsRequest),
            Example = """{"texts":["a dog","a puppy"]}""",
            Reply = typeof(EmbeddingsReply),
            Errors = EndpointDescriptions.WorkErrors,
            Error = typeof(ErrorReply),
        });
        work.MapPost("/search", services.GetRequiredService<SearchEndpoint>().HandleAsync).Described(new("Rank documents by how near they are to a query")
        {
            Request = typeof(SearchRequest),
            Example = """{"query":"personal data","documents":["Paris is a city.","The GDPR protects people."],"top_k":1}""",
            Reply = typeof(SearchReply),
            Errors = EndpointDescriptions.WorkErrors,
            Error = typeof(ErrorReply),
        });
        api.MapGet("/models", models.ListAsync).Described(new("List the models and how they stand") { Reply = typeof(ModelList) });
        api.MapGet("/models/{id}", models.GetAsync).Described(new("Look up a model")
        {
            Reply = typeof(ModelInfo),
            Errors = [404],
            Error = typeof(ErrorReply),
        });
        work.MapPost("/models/{id}/load", models.LoadAsync).Described(new("Load a model")
        {
            Details = "Answers when the model is ready; the body may be left out. Loading a loaded model changes nothing, unless another context is asked for.",
            Request = typeof(LoadRequest),
            Example = """{"context_length":2048,"keep_alive":"1h"}""",
            Reply = typeof(ModelActionResult),
            Errors = EndpointDescriptions.WorkErrors,
            Error = typeof(ErrorReply),
        });
        work.MapPost("/models/{id}/pin", models.PinAsync).Described(new("Keep a model in memory")
        {
            Details = "Loads it where necessary. Neither idle time nor other models' needs evict it until it is unpinned or unloaded.",
            Reply = typeof(ModelActionResult),
            Errors = [404, 429, 500, 503],
            Error = typeof(ErrorReply),
        });
        api.MapPost("/models/{id}/unpin", models.UnpinAsync).Described(new("Let a pinned model leave memory again")
        {
            Reply = typeof(ModelActionResult),
            Errors = [404],
            Error = typeof(ErrorReply),
        });
        api.MapPost("/models/unload-all", models.UnloadAllAsync).Described(new("Unload all models that are not at work")
        {
            Details = "Pinned ones too.",
            Reply = typeof(UnloadAllResult),
        });
        api.MapPost("/models/{id}/unload", models.UnloadAsync).Described(new("Unload a model")
        {
            Details = "Refused while requests to it are in flight.",
            Reply = typeof(ModelActionResult),
            Errors = [404, 409],
            Error = typeof(ErrorReply),
        });
    }

    public static void MapHealth(this WebApplication app)
    {
        var health = app.MapGroup("/health").WithTags("Health");
        health.MapGet("/live", HealthEndpoints.LiveAsync).Described(new("Does the process answer?") { Reply = typeof(HealthReport) });
        health.MapGet("/ready", app.Services.GetRequiredService<HealthEndpoints>().ReadyAsync).Described(new("Can it take work?")
        {
            Reply = typeof(HealthReport),
            Errors = [503],
            Error = typeof(HealthReport),
        });
    }
}
