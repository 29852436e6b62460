using MultiLLM.Core.Gateway;
using MultiLLM.Server.Docs;
using MultiLLM.Server.Gateway.Keys.Authentication;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Hosting.Admission;
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
        var v1 = app.MapGroup("/v1").WithTags("OpenAI").Needs(CallerRole.ReadOnly);
        var work = v1.MapGroup("").WithMetadata(MakesModelsWork.Metadata).Needs(CallerRole.User);
        var models = services.GetRequiredService<ModelsEndpoint>();

        work.MapPost("/chat/completions", services.GetRequiredService<ChatCompletionsEndpoint>().HandleAsync).Described(new("Answer a conversation")
        {
            Details = "The reply's headers x-multillm-* tell which model answers and why, also of a stream; the object multillm tells more.",
            Request = typeof(ChatCompletionRequest),
            Example = """{"model":"auto","messages":[{"role":"user","content":"What is machine learning?"}],"temperature":0}""",
            Reply = typeof(ChatCompletion),
            Event = typeof(ChatCompletionChunk),
            Errors = EndpointDescriptions.WorkErrors,
            Error = typeof(OpenAIErrorReply),
        });
        work.MapPost("/completions", services.GetRequiredService<CompletionsEndpoint>().HandleAsync).Described(new("Continue a text")
        {
            Details = "The prompt is taken as it is, without the model's chat template.",
            Request = typeof(CompletionRequest),
            Example = """{"model":"auto","prompt":"Once upon a time","max_tokens":32}""",
            Reply = typeof(Completion),
            Event = typeof(Completion),
            Errors = EndpointDescriptions.WorkErrors,
            Error = typeof(OpenAIErrorReply),
        });
        work.MapPost("/embeddings", services.GetRequiredService<EmbeddingsEndpoint>().HandleAsync).Described(new("Turn texts into vectors")
        {
            Details = "Vectors have Euclidean length 1, so that their dot product is the cosine similarity.",
            Request = typeof(EmbeddingRequest),
            Example = """{"model":"auto","input":["a dog","a puppy"]}""",
            Reply = typeof(EmbeddingList),
            Errors = EndpointDescriptions.WorkErrors,
            Error = typeof(OpenAIErrorReply),
        });
        v1.MapGet("/models", models.ListAsync).Described(new("List the models") { Reply = typeof(OpenAIModelList) });
        v1.MapGet("/models/{id}", models.GetAsync).Described(new("Look up a model")
        {
            Reply = typeof(OpenAIModel),
            Errors = [404],
            Error = typeof(OpenAIErrorReply),
        });
    }
}
