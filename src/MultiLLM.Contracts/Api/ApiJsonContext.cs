using System.Text.Json.Serialization;

namespace MultiLLM.Contracts.Api;

/// <summary>Source-generated JSON of the own API: snake_case names, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ChatRequest))]
[JsonSerializable(typeof(ChatReply))]
[JsonSerializable(typeof(ChatStreamEvent))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ModelInfo))]
[JsonSerializable(typeof(ModelActionResult))]
[JsonSerializable(typeof(PullRequest))]
[JsonSerializable(typeof(PullStreamEvent))]
[JsonSerializable(typeof(PullList))]
[JsonSerializable(typeof(ImportRequest))]
[JsonSerializable(typeof(RemovedModel))]
[JsonSerializable(typeof(ValidateRequest))]
[JsonSerializable(typeof(ValidateReply))]
[JsonSerializable(typeof(LoadRequest))]
[JsonSerializable(typeof(UnloadAllResult))]
[JsonSerializable(typeof(EmbeddingsRequest))]
[JsonSerializable(typeof(EmbeddingsReply))]
[JsonSerializable(typeof(SearchRequest))]
[JsonSerializable(typeof(SearchReply))]
[JsonSerializable(typeof(SelectionOptions))]
[JsonSerializable(typeof(SelectionSummary))]
[JsonSerializable(typeof(SelectionInfo))]
[JsonSerializable(typeof(RecommendationRequest))]
[JsonSerializable(typeof(RecommendationReply))]
[JsonSerializable(typeof(ExplainReply))]
[JsonSerializable(typeof(DecisionInfo))]
[JsonSerializable(typeof(DecisionList))]
[JsonSerializable(typeof(FeedbackRequest))]
[JsonSerializable(typeof(FeedbackReply))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(ResourcesReport))]
[JsonSerializable(typeof(ResidencyReport))]
[JsonSerializable(typeof(SettingsReport))]
[JsonSerializable(typeof(EventList))]
[JsonSerializable(typeof(EventInfo))]
[JsonSerializable(typeof(AnalyticsSummary))]
[JsonSerializable(typeof(AnalyticsTrends))]
[JsonSerializable(typeof(RequestPage))]
[JsonSerializable(typeof(RequestInfo))]
[JsonSerializable(typeof(ErrorReply))]
public sealed partial class ApiJsonContext : JsonSerializerContext;
