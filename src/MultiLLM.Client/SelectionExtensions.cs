using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Client;

/// <summary>The choice of the model, for code that works with <see cref="IChatClient"/>.</summary>
public static class SelectionExtensions
{
    private const string Extension = "multillm";

    /// <summary>Asks this of the choice of the model; other services may refuse a request with it.</summary>
    public static ChatOptions WithSelection(this ChatOptions options, SelectionOptions selection)
    {
        ArgumentNullException.ThrowIfNull(options);
        (options.AdditionalProperties ??= [])[Extension] = JsonSerializer.SerializeToElement(selection, ApiJsonContext.Default.SelectionOptions);
        return options;
    }

    /// <summary>Which embedding models are asked, one after another, when the one that the options name fails; their vectors cannot be compared with its own.</summary>
    public static EmbeddingGenerationOptions WithFallbacks(this EmbeddingGenerationOptions options, params IReadOnlyList<string> modelIds)
    {
        ArgumentNullException.ThrowIfNull(options);
        (options.AdditionalProperties ??= [])[Extension] = JsonSerializer.SerializeToElement(new EmbeddingSelection { Fallbacks = modelIds }, ApiJsonContext.Default.EmbeddingSelection);
        return options;
    }

    /// <summary>Which model answered and why; null: the service did not tell.</summary>
    public static SelectionSummary? GetSelection(this ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.AdditionalProperties?.GetValueOrDefault(Extension) is JsonElement { ValueKind: JsonValueKind.Object } told
            ? told.Deserialize(ApiJsonContext.Default.SelectionSummary)
            : null;
    }
}
