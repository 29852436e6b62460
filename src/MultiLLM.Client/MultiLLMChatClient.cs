using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiLLM.Client.Http;
using MultiLLM.Client.OpenAI;

namespace MultiLLM.Client;

/// <summary>
/// <see cref="IChatClient"/> over a service's /v1/chat/completions. Thread-safe.
/// <see cref="ChatOptions.AdditionalProperties"/> become members of the request, for example "min_p" or "grammar"; members of the reply that
/// Microsoft.Extensions.AI has no name for come back the same way. Tools and contents other than text are refused with
/// <see cref="NotSupportedException"/>. Errors are those of <see cref="MultiLLMClient"/>.
/// </summary>
public sealed class MultiLLMChatClient : IChatClient
{
    private static readonly byte[] Done = "[DONE]"u8.ToArray();
    private readonly ApiTransport _transport;
    private readonly bool _ownsTransport;
    private readonly ChatClientMetadata _metadata;

    /// <param name="baseAddress">The service, without /v1.</param>
    /// <param name="modelId">Used where <see cref="ChatOptions.ModelId"/> names none; null or "auto": the service picks one for each request.</param>
    /// <param name="options">Null: the defaults.</param>
    public MultiLLMChatClient(Uri baseAddress, string? modelId = null, MultiLLMClientOptions? options = null)
        : this(new ApiTransport(baseAddress, options), modelId, ownsTransport: true)
    {
    }

    /// <param name="http">Has a <see cref="HttpClient.BaseAddress"/> without /v1; stays the caller's.</param>
    /// <param name="modelId">Used where <see cref="ChatOptions.ModelId"/> names none; null or "auto": the service picks one for each request.</param>
    /// <param name="options">Null: the defaults.</param>
    public MultiLLMChatClient(HttpClient http, string? modelId = null, MultiLLMClientOptions? options = null)
        : this(new ApiTransport(http, options), modelId, ownsTransport: true)
    {
    }

    internal MultiLLMChatClient(ApiTransport transport, string? modelId, bool ownsTransport)
    {
        _transport = transport;
        _ownsTransport = ownsTransport;
        _metadata = new ChatClientMetadata("multillm", transport.BaseAddress, modelId);
    }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var body = Serialize(ChatRequestMapper.Map(messages, options, _metadata.DefaultModelId, stream: false));
        var completion = await _transport
            .SendAsync(HttpMethod.Post, "v1/chat/completions", body, OpenAIJsonContext.Default.ChatCompletion, cancellationToken)
            .ConfigureAwait(false);
        return ChatReplyMapper.MapResponse(completion);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var body = Serialize(ChatRequestMapper.Map(messages, options, _metadata.DefaultModelId, stream: true));
        await foreach (var data in _transport.StreamAsync(HttpMethod.Post, "v1/chat/completions", body, cancellationToken).ConfigureAwait(false))
        {
            if (data.Span.SequenceEqual(Done))
            {
                yield break;
            }

            var chunk = _transport.ParseEvent(data, OpenAIJsonContext.Default.ChatCompletion);
            if (chunk.Error is { ValueKind: not JsonValueKind.Null })
            {
                throw ErrorBody.TryParse(data, null) ?? new MultiLLMApiException(null, "error", "The answer ended with an error.");
            }

            foreach (var update in ChatReplyMapper.MapChunk(chunk))
            {
                yield return update;
            }
        }

        throw ApiTransport.Truncated();
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsTransport)
        {
            _transport.Dispose();
        }
    }

    private static byte[] Serialize(ChatCompletionRequest request) =>
        JsonSerializer.SerializeToUtf8Bytes(request, OpenAIJsonContext.Default.ChatCompletionRequest);
}
