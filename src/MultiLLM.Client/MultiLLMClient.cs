using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using MultiLLM.Client.Http;
using MultiLLM.Client.OpenAI;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Client;

/// <summary>
/// A MultiLLM service's own API. Thread-safe; make one and keep it.
/// Every call fails with <see cref="MultiLLMApiException"/> when the service answers with an error,
/// and with <see cref="HttpRequestException"/> when it cannot be reached.
/// </summary>
public sealed partial class MultiLLMClient : IDisposable
{
    private static readonly ApiJsonContext Json = ApiJsonContext.Default;
    private readonly ApiTransport _transport;

    /// <param name="baseAddress">Where the service listens, for example http://127.0.0.1:8007.</param>
    /// <param name="options">Null: the defaults.</param>
    public MultiLLMClient(Uri baseAddress, MultiLLMClientOptions? options = null) => _transport = new ApiTransport(baseAddress, options);

    /// <param name="http">
    /// Has a <see cref="HttpClient.BaseAddress"/>; stays the caller's. Its <see cref="HttpClient.Timeout"/> applies too. Leaving a stream early
    /// reaches the service at once only where its handler has <see cref="SocketsHttpHandler.MaxResponseDrainSize"/> 0.
    /// </param>
    /// <param name="options">Null: the defaults.</param>
    public MultiLLMClient(HttpClient http, MultiLLMClientOptions? options = null) => _transport = new ApiTransport(http, options);

    /// <summary>Where the service is.</summary>
    public Uri BaseAddress => _transport.BaseAddress;

    /// <summary>The whole answer at once.</summary>
    public Task<ChatReply> ChatAsync(ChatRequest request, CancellationToken cancellationToken = default) =>
        PostAsync("chat", request with { Stream = false }, Json.ChatRequest, Json.ChatReply, cancellationToken);

    /// <summary>
    /// The answer as it is made: deltas, then one event with <see cref="ChatStreamEvent.Reply"/>. An error event is thrown as
    /// <see cref="MultiLLMApiException"/>; a connection that breaks off as <see cref="IOException"/> or <see cref="HttpRequestException"/>;
    /// silence beyond the limit as <see cref="TimeoutException"/>. Leaving the loop stops the work in the service.
    /// </summary>
    public async IAsyncEnumerable<ChatStreamEvent> ChatStreamAsync(
        ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(request with { Stream = true }, Json.ChatRequest);
        await foreach (var data in _transport.StreamAsync(HttpMethod.Post, "chat", body, cancellationToken).ConfigureAwait(false))
        {
            var streamEvent = _transport.ParseEvent(data, Json.ChatStreamEvent);
            if (streamEvent.Error is { } error)
            {
                throw ErrorEvent(error);
            }

            yield return streamEvent;
            if (streamEvent.Reply is not null)
            {
                yield break;
            }
        }

        throw ApiTransport.Truncated();
    }

    /// <summary>Which models would do a task well here, installed or not. Runs and loads nothing.</summary>
    public Task<RecommendationReply> RecommendAsync(RecommendationRequest request, CancellationToken cancellationToken = default) =>
        PostAsync("recommendations", request, Json.RecommendationRequest, Json.RecommendationReply, cancellationToken);

    /// <summary>Which model a request would get, and everything about the choice. Runs and loads nothing.</summary>
    public Task<ExplainReply> ExplainAsync(ChatRequest request, CancellationToken cancellationToken = default) =>
        PostAsync("selection/explain", request, Json.ChatRequest, Json.ExplainReply, cancellationToken);

    /// <summary>The decisions made lately, newest first, a page at a time.</summary>
    public Task<DecisionList> ListDecisionsAsync(DecisionFilter? filter = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "selection/decisions" + filter?.ToQuery(), null, Json.DecisionList, cancellationToken);

    /// <summary>One decision with all its candidates; "decision_not_found" once it is forgotten.</summary>
    public Task<DecisionInfo> GetDecisionAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return _transport.SendAsync(HttpMethod.Get, "selection/decisions/" + Uri.EscapeDataString(id), null, Json.DecisionInfo, cancellationToken);
    }

    /// <summary>Says whether an answer was good, and tells what that changed.</summary>
    public Task<FeedbackReply> SendFeedbackAsync(FeedbackRequest request, CancellationToken cancellationToken = default) =>
        PostAsync("feedback", request, Json.FeedbackRequest, Json.FeedbackReply, cancellationToken);

    /// <summary>All models and how each stands.</summary>
    public Task<ModelList> ListModelsAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "models", null, Json.ModelList, cancellationToken);

    /// <summary>The models that <paramref name="filter"/> asks for.</summary>
    public Task<ModelList> ListModelsAsync(ModelFilter filter, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "models" + filter.ToQuery(), null, Json.ModelList, cancellationToken);

    /// <summary>One model, by id or alias, installed or not.</summary>
    public Task<ModelInfo> GetModelAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, ModelPath(id), null, Json.ModelInfo, cancellationToken);

    /// <summary>Whether a model could be loaded now, as <paramref name="request"/> asks or as the service would; with the numbers.</summary>
    public Task<ValidateReply> ValidateModelAsync(string id, ValidateRequest? request = null, CancellationToken cancellationToken = default) =>
        PostAsync(ModelPath(id) + "/validate", request ?? new ValidateRequest(), Json.ValidateRequest, Json.ValidateReply, cancellationToken);

    /// <summary>Loads a model and waits until it is ready.</summary>
    public Task<ModelActionResult> LoadModelAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Post, ModelPath(id) + "/load", null, Json.ModelActionResult, cancellationToken);

    /// <summary>Loads a model as asked for and waits until it is ready.</summary>
    public Task<ModelActionResult> LoadModelAsync(string id, LoadRequest request, CancellationToken cancellationToken = default) =>
        PostAsync(ModelPath(id) + "/load", request, Json.LoadRequest, Json.ModelActionResult, cancellationToken);

    /// <summary>Loads a model where necessary and keeps it in memory.</summary>
    public Task<ModelActionResult> PinModelAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Post, ModelPath(id) + "/pin", null, Json.ModelActionResult, cancellationToken);

    /// <summary>Lets a pinned model leave memory again.</summary>
    public Task<ModelActionResult> UnpinModelAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Post, ModelPath(id) + "/unpin", null, Json.ModelActionResult, cancellationToken);

    /// <summary>Unloads all models that are not at work.</summary>
    public Task<UnloadAllResult> UnloadAllModelsAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Post, "models/unload-all", null, Json.UnloadAllResult, cancellationToken);

    /// <summary>Unloads an idle model; "model_busy" while it answers.</summary>
    public Task<ModelActionResult> UnloadModelAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Post, ModelPath(id) + "/unload", null, Json.ModelActionResult, cancellationToken);

    /// <summary>
    /// Fetches a model and tells how far it is; the last event has <see cref="PullStreamEvent.Result"/>. An error event is thrown as
    /// <see cref="MultiLLMApiException"/>. Leaving the loop stops the download unless somebody else waits for it too; what was fetched is
    /// kept for the next time.
    /// </summary>
    public async IAsyncEnumerable<PullStreamEvent> PullModelAsync(
        PullRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(request with { Stream = true }, Json.PullRequest);
        await foreach (var data in _transport.StreamAsync(HttpMethod.Post, "models/pull", body, cancellationToken).ConfigureAwait(false))
        {
            var streamEvent = _transport.ParseEvent(data, Json.PullStreamEvent);
            if (streamEvent.Error is { } error)
            {
                throw ErrorEvent(error);
            }

            yield return streamEvent;
            if (streamEvent.Result is not null)
            {
                yield break;
            }
        }

        throw ApiTransport.Truncated();
    }

    /// <summary>The downloads under way, and those that were stopped and can go on.</summary>
    public Task<PullList> ListPullsAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "models/pull", null, Json.PullList, cancellationToken);

    /// <summary>Stops a download for everybody who waits for it.</summary>
    /// <param name="id">Id of the model.</param>
    /// <param name="discard">Delete what was fetched; else the next pull goes on from there.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    public Task<PullList> CancelPullAsync(string id, bool discard = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        var path = "models/pull/" + Uri.EscapeDataString(id);
        return discard
            ? _transport.SendAsync(HttpMethod.Delete, path, null, Json.PullList, cancellationToken)
            : _transport.SendAsync(HttpMethod.Post, path + "/cancel", null, Json.PullList, cancellationToken);
    }

    /// <summary>Takes in a model file of the service's machine.</summary>
    public Task<ModelActionResult> ImportModelAsync(ImportRequest request, CancellationToken cancellationToken = default) =>
        PostAsync("models/import", request, Json.ImportRequest, Json.ModelActionResult, cancellationToken);

    /// <summary>Unloads a model and deletes its files; "model_busy" while it is in use.</summary>
    public Task<RemovedModel> RemoveModelAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Delete, ModelPath(id), null, Json.RemovedModel, cancellationToken);

    /// <summary>Vectors of texts.</summary>
    public Task<EmbeddingsReply> EmbedAsync(EmbeddingsRequest request, CancellationToken cancellationToken = default) =>
        PostAsync("embeddings", request, Json.EmbeddingsRequest, Json.EmbeddingsReply, cancellationToken);

    /// <summary>Documents ranked by how near in meaning they are to a query.</summary>
    public Task<SearchReply> SearchAsync(SearchRequest request, CancellationToken cancellationToken = default) =>
        PostAsync("search", request, Json.SearchRequest, Json.SearchReply, cancellationToken);

    /// <summary>Memory, processor, GPUs, disk, and what models may hold.</summary>
    public Task<ResourcesReport> GetResourcesAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "system/resources", null, Json.ResourcesReport, cancellationToken);

    /// <summary>What is configured, and where that was said.</summary>
    public Task<SettingsReport> GetSettingsAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "system/settings", null, Json.SettingsReport, cancellationToken);

    /// <summary>How each model stands in memory, and why.</summary>
    public Task<ResidencyReport> GetResidencyAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "system/residency", null, Json.ResidencyReport, cancellationToken);

    /// <summary>A model of this service as <see cref="IChatClient"/>; null or "auto": the service picks one for each request.</summary>
    public IChatClient AsChatClient(string? modelId = null) => new MultiLLMChatClient(_transport, modelId, ownsTransport: false);

    /// <summary>An embedding model of this service as <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>; null or "auto": the service picks one.</summary>
    public IEmbeddingGenerator<string, Embedding<float>> AsEmbeddingGenerator(string? modelId = null) =>
        new MultiLLMEmbeddingGenerator(_transport, modelId, ownsTransport: false);

    /// <summary>Closes the connections, unless the HttpClient came from the caller.</summary>
    public void Dispose() => _transport.Dispose();

    private static MultiLLMApiException ErrorEvent(ErrorInfo error) =>
        new(null, error.Code, error.Message, error.Param, error.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

    private static string ModelPath(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return "models/" + Uri.EscapeDataString(id);
    }

    private Task<TReply> PostAsync<TRequest, TReply>(
        string path, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TReply> replyType, CancellationToken cancellationToken) =>
        _transport.SendAsync(HttpMethod.Post, path, JsonSerializer.SerializeToUtf8Bytes(request, requestType), replyType, cancellationToken);
}
