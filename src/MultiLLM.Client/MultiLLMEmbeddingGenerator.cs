using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiLLM.Client.Http;
using MultiLLM.Client.OpenAI;

namespace MultiLLM.Client;

/// <summary>
/// <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> over a service's /v1/embeddings: one vector of Euclidean length 1 per text, in order.
/// Any number of texts: they go out in requests of up to 2048. Thread-safe. Errors are those of <see cref="MultiLLMClient"/>.
/// </summary>
public sealed class MultiLLMEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int MaxTextsPerRequest = 2048;
    private static readonly HashSet<string> OwnFields = ["model", "input", "encoding_format", "dimensions"];
    private readonly ApiTransport _transport;
    private readonly bool _ownsTransport;
    private readonly EmbeddingGeneratorMetadata _metadata;

    /// <param name="baseAddress">The service, without /v1.</param>
    /// <param name="modelId">Used where <see cref="EmbeddingGenerationOptions.ModelId"/> names none; null or "auto": the service picks one.</param>
    /// <param name="options">Null: the defaults.</param>
    public MultiLLMEmbeddingGenerator(Uri baseAddress, string? modelId = null, MultiLLMClientOptions? options = null)
        : this(new ApiTransport(baseAddress, options), modelId, ownsTransport: true)
    {
    }

    /// <param name="http">Has a <see cref="HttpClient.BaseAddress"/> without /v1; stays the caller's.</param>
    /// <param name="modelId">Used where <see cref="EmbeddingGenerationOptions.ModelId"/> names none; null or "auto": the service picks one.</param>
    /// <param name="options">Null: the defaults.</param>
    public MultiLLMEmbeddingGenerator(HttpClient http, string? modelId = null, MultiLLMClientOptions? options = null)
        : this(new ApiTransport(http, options), modelId, ownsTransport: true)
    {
    }

    internal MultiLLMEmbeddingGenerator(ApiTransport transport, string? modelId, bool ownsTransport)
    {
        _transport = transport;
        _ownsTransport = ownsTransport;
        _metadata = new EmbeddingGeneratorMetadata("multillm", transport.BaseAddress, modelId);
    }

    /// <inheritdoc/>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var extra = ExtraFields.From(options?.AdditionalProperties, OwnFields);
        var all = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var texts in values.Chunk(MaxTextsPerRequest))
        {
            var request = new EmbeddingRequest
            {
                Model = options?.ModelId ?? _metadata.DefaultModelId ?? "auto",
                Input = texts,
                EncodingFormat = "base64",
                Dimensions = options?.Dimensions,
                Extra = extra,
            };
            var body = JsonSerializer.SerializeToUtf8Bytes(request, OpenAIJsonContext.Default.EmbeddingRequest);
            var reply = await _transport
                .SendAsync(HttpMethod.Post, "v1/embeddings", body, OpenAIJsonContext.Default.EmbeddingList, cancellationToken)
                .ConfigureAwait(false);
            all.AddRange(Vectors(reply, texts.Length));
            if (ChatReplyMapper.MapUsage(reply.Usage) is { } usage)
            {
                (all.Usage ??= new UsageDetails()).Add(usage);
            }
        }

        return all;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
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

    private static Embedding<float>[] Vectors(EmbeddingList reply, int expected)
    {
        var ordered = reply.Data.OrderBy(item => item.Index).ToArray();
        if (ordered.Length != expected || !ordered.Select(item => item.Index).SequenceEqual(Enumerable.Range(0, expected)))
        {
            throw new MultiLLMApiException(null, "invalid_response", $"{expected} texts were sent, {ordered.Length} vectors came back.");
        }

        return [.. ordered.Select(item => new Embedding<float>(Decode(item.Embedding)) { ModelId = reply.Model })];
    }

    private static float[] Decode(JsonElement embedding)
    {
        if (embedding.ValueKind == JsonValueKind.Array)
        {
            return [.. embedding.EnumerateArray().Select(number => number.GetSingle())];
        }

        if (embedding.ValueKind != JsonValueKind.String || !embedding.TryGetBytesFromBase64(out var bytes) || bytes.Length % sizeof(float) != 0)
        {
            throw new MultiLLMApiException(null, "invalid_response", "An embedding is neither an array of numbers nor base64 of floats.");
        }

        var vector = new float[bytes.Length / sizeof(float)];
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        }

        return vector;
    }
}
