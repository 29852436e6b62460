using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;

namespace MultiLLM.Core.Selection;

/// <summary>The embedding service for code that knows Microsoft.Extensions.AI only.</summary>
internal sealed class TextEmbeddingGenerator(IEmbeddingService service) : IEmbeddingGenerator<string, Embedding<float>>
{
    private static readonly EmbeddingGeneratorMetadata Metadata = new("multillm");

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var inputs = values.Select(text => new EmbedInput { Text = text }).ToList();
        if (inputs.Count == 0)
            return [];
        var outcome = await service.EmbedAsync(
            inputs, new EmbeddingWishes { ModelId = options?.ModelId, Dimensions = options?.Dimensions }, cancellationToken);
        long tokens = outcome.Result.Vectors.Sum(v => v.Tokens);
        var embeddings = outcome.Result.Vectors.Select(vector =>
            new Embedding<float>(MemoryMarshal.Cast<byte, float>(vector.Values.Span).ToArray()) { ModelId = outcome.Decision.Model.Id });
        return new GeneratedEmbeddings<Embedding<float>>(embeddings)
        {
            Usage = new UsageDetails { InputTokenCount = tokens, TotalTokenCount = tokens },
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? Metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
        // owns nothing
    }
}
