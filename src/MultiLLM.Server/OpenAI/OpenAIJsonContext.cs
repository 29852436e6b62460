using System.Text.Json.Serialization;
using MultiLLM.Server.OpenAI.Contracts;

namespace MultiLLM.Server.OpenAI;

/// <summary>Source-generated JSON of the OpenAI dialect: snake_case names, nulls left out except where clients expect them.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChatCompletionRequest))]
[JsonSerializable(typeof(ChatCompletion))]
[JsonSerializable(typeof(ChatCompletionChunk))]
[JsonSerializable(typeof(CompletionRequest))]
[JsonSerializable(typeof(Completion))]
[JsonSerializable(typeof(EmbeddingRequest))]
[JsonSerializable(typeof(EmbeddingList))]
[JsonSerializable(typeof(OpenAIModelList))]
[JsonSerializable(typeof(OpenAIModel))]
[JsonSerializable(typeof(OpenAIErrorReply))]
internal sealed partial class OpenAIJsonContext : JsonSerializerContext;
