using MultiLLM.Contracts.Api;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Server.Docs;
using MultiLLM.Server.Gateway.Audit;
using MultiLLM.Server.Gateway.Keys.Authentication;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Hosting.Admission;
using MultiLLM.Server.Monitoring;

namespace MultiLLM.Server.Api;

/// <summary>The service's own API.</summary>
internal static class ApiEndpoints
{
    public static void AddApi(this IServiceCollection services)
    {
        services.AddSingleton<ChatEndpoint>();
        services.AddSingleton<ModelsEndpoint>();
        services.AddSingleton<ModelListEndpoint>();
        services.AddSingleton<ValidateEndpoint>();
        services.AddSingleton<EmbeddingsEndpoint>();
        services.AddSingleton<SearchEndpoint>();
        services.AddSingleton<PullEndpoint>();
        services.AddSingleton<StoreEndpoint>();
        services.AddSingleton<HealthEndpoints>();
    }

    public static void MapApi(this WebApplication app)
    {
        var services = app.Services;
        var api = app.MapGroup("").WithTags("MultiLLM").Needs(CallerRole.Admin);
        var work = api.MapGroup("").WithMetadata(MakesModelsWork.Metadata);
        var models = services.GetRequiredService<ModelsEndpoint>();
        var list = services.GetRequiredService<ModelListEndpoint>();

        work.MapPost("/chat", services.GetRequiredService<ChatEndpoint>().HandleAsync).Needs(CallerRole.User).Described(new("Answer a message")
        {
            Details = "Picks a model unless one is named, and tells which and why; the headers x-multillm-* say it before the answer.",
            Request = typeof(ChatRequest),
            Example = """{"message":"What is machine learning?"}""",
            Reply = typeof(ChatReply),
            Event = typeof(ChatStreamEvent),
            Errors = EndpointDescriptions.WorkErrors,
        });
        work.MapPost("/embeddings", services.GetRequiredService<EmbeddingsEndpoint>().HandleAsync).Needs(CallerRole.User).Described(new("Turn texts into vectors")
        {
            Request = typeof(EmbeddingsRequest),
            Example = """{"texts":["a dog","a puppy"]}""",
            Reply = typeof(EmbeddingsReply),
            Errors = EndpointDescriptions.WorkErrors,
        });
        work.MapPost("/search", services.GetRequiredService<SearchEndpoint>().HandleAsync).Needs(CallerRole.User).Described(new("Rank documents by how near they are to a query")
        {
            Request = typeof(SearchRequest),
            Example = """{"query":"personal data","documents":["Paris is a city.","The GDPR protects people."],"top_k":1}""",
            Reply = typeof(SearchReply),
            Errors = EndpointDescriptions.WorkErrors,
        });
        api.MapGet("/models", list.ListAsync).Needs(CallerRole.ReadOnly).Described(new("List the models and how they stand")
        {
            Details = "Installed ones, ordered by id, unless the query asks for others.",
            Query = ModelQuery.Described,
            Reply = typeof(ModelList),
            Errors = [400],
        });
        api.MapGet("/models/{id}", list.GetAsync).Needs(CallerRole.ReadOnly).Described(new("Look up a model")
        {
            Reply = typeof(ModelInfo),
            Errors = [404],
        });
        api.MapPost("/models/{id}/validate", services.GetRequiredService<ValidateEndpoint>().HandleAsync).Needs(CallerRole.User).Described(new("Check whether a model fits")
        {
            Details = "Memory, context, disk and GPU against what is free now, and the closest model that does fit. Loads nothing. The body may be missing.",
            Request = typeof(ValidateRequest),
            Example = """{"context_length":8192,"kv_type":"q8_0"}""",
            Reply = typeof(ValidateReply),
            Errors = [400, 404],
        });
        work.MapPost("/models/{id}/load", models.LoadAsync).WithMetadata(new Audited(AuditActions.ModelLoaded)).Described(new("Load a model")
        {
            Details = "Answers when the model is ready; the body may be left out. Loading a loaded model changes nothing, unless another context is asked for.",
            Request = typeof(LoadRequest),
            Example = """{"context_length":2048,"keep_alive":"1h"}""",
            Reply = typeof(ModelActionResult),
            Errors = EndpointDescriptions.WorkErrors,
        });
        work.MapPost("/models/{id}/pin", models.PinAsync).WithMetadata(new Audited(AuditActions.ModelPinned)).Described(new("Keep a model in memory")
        {
            Details = "Loads it where necessary. Neither idle time nor other models' needs evict it until it is unpinned or unloaded.",
            Reply = typeof(ModelActionResult),
            Errors = [404, 429, 500, 503],
        });
        api.MapPost("/models/{id}/unpin", models.UnpinAsync).WithMetadata(new Audited(AuditActions.ModelUnpinned)).Described(new("Let a pinned model leave memory again")
        {
            Reply = typeof(ModelActionResult),
            Errors = [404],
        });
        api.MapPost("/models/unload-all", models.UnloadAllAsync).WithMetadata(new Audited(AuditActions.ModelUnloaded)).Described(new("Unload all models that are not at work")
        {
            Details = "Pinned ones too.",
            Reply = typeof(UnloadAllResult),
        });
        api.MapPost("/models/{id}/unload", models.UnloadAsync).WithMetadata(new Audited(AuditActions.ModelUnloaded)).Described(new("Unload a model")
        {
            Details = "Refused while requests to it are in flight.",
            Reply = typeof(ModelActionResult),
            Errors = [404, 409],
        });
    }

    public static void MapAcquisition(this WebApplication app)
    {
        var api = app.MapGroup("").WithTags("Fetching models").Needs(CallerRole.Admin);
        var pull = app.Services.GetRequiredService<PullEndpoint>();
        var store = app.Services.GetRequiredService<StoreEndpoint>();

        api.MapPost("/models/pull", pull.PullAsync).WithMetadata(new Audited(AuditActions.ModelPulled)).Described(new("Fetch a model from the hub")
        {
            Details = "Answers when the model is here and verified, or tells the progress meanwhile. A second request for the same model joins the first. "
                + "When the last of them leaves, the download stops, and the next one goes on where it was.",
            Request = typeof(PullRequest),
            Example = """{"model_id":"hf:owner/repository/model-q4_k_m.gguf"}""",
            Reply = typeof(ModelActionResult),
            Event = typeof(PullStreamEvent),
            Errors = [400, 403, 404, 409, 413, 415, 422, 429, 500, 502, 503, 507],
        });
        api.MapGet("/models/pull", pull.ListAsync).Described(new("List the downloads") { Reply = typeof(PullList) });
        api.MapPost("/models/pull/{id}/cancel", pull.CancelAsync).WithMetadata(new Audited(AuditActions.PullCancelled)).Described(new("Stop a download")
        {
            Details = "For everybody who waits for it. What was fetched is kept, and the next request goes on from there.",
            Reply = typeof(PullList),
            Errors = [400, 404],
        });
        api.MapDelete("/models/pull/{id}", pull.DiscardAsync).WithMetadata(new Audited(AuditActions.PullCancelled)).Described(new("Stop a download and delete what was fetched")
        {
            Reply = typeof(PullList),
            Errors = [400, 404],
        });
        api.MapPost("/models/import", store.ImportAsync).WithMetadata(new Audited(AuditActions.ModelImported)).Described(new("Take in a model file of the service's machine")
        {
            Request = typeof(ImportRequest),
            Example = """{"path":"/home/me/model.gguf"}""",
            Reply = typeof(ModelActionResult),
            Errors = [400, 409, 413, 415, 422, 429, 500, 507],
        });
        api.MapDelete("/models/{id}", store.RemoveAsync).WithMetadata(new Audited(AuditActions.ModelDeleted)).Described(new("Delete a model's files")
        {
            Details = "Unloads it first. Refused while it is in use, and where its file lies outside the store.",
            Reply = typeof(RemovedModel),
            Errors = [404, 409, 500],
        });
    }

    public static void MapHealth(this WebApplication app)
    {
        var health = app.MapGroup("").WithTags("Health").WithMetadata(IsPolled.Metadata).Needs(CallerRole.ReadOnly);
        health.MapGet("/health", app.Services.GetRequiredService<HealthEndpoint>().HandleAsync).Described(new("How the service and its models do, and what could be better")
        {
            Details = "A score of 0 to 100 for the service and each model. Whatever is missing to 100 comes with its reason and what can be done about it. "
                + "503 only where no request can be answered.",
            Reply = typeof(HealthOverview),
            Errors = [503],
            Error = typeof(HealthOverview),
        });
        // Watchers of uptime ask for the head alone.
        health.MapMethods("/health/live", [HttpMethods.Head], HealthEndpoints.LiveAsync).OpenToAll().ExcludeFromDescription();
        health.MapMethods("/health/ready", [HttpMethods.Head], app.Services.GetRequiredService<HealthEndpoints>().ReadyAsync).OpenToAll().ExcludeFromDescription();
        health.MapGet("/health/live", HealthEndpoints.LiveAsync).OpenToAll().Described(new("Does the process answer?") { Reply = typeof(HealthReport) });
        health.MapGet("/health/ready", app.Services.GetRequiredService<HealthEndpoints>().ReadyAsync).OpenToAll().Described(new("Can it take work?")
        {
            Reply = typeof(HealthReport),
            Errors = [503],
            Error = typeof(HealthReport),
        });
    }
}
