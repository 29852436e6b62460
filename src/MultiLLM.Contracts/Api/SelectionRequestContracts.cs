using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiLLM.Contracts.Api;

/// <summary>What a caller may ask of an automatic choice. A request that names its model is answered by that model, whatever these say.</summary>
public record SelectionConstraints
{
    /// <summary>"fast", "balanced" or "quality", or weights such as {"quality": 0.7, "speed": 0.3}. Omitted: the service's default.</summary>
    public ModelPreference? Preference { get; init; }

    /// <summary>Seconds to the full answer, above 0, at most 86400; models that are expected to take longer are ruled out.</summary>
    public double? MaxSeconds { get; init; }

    /// <summary>What the answer may cost, as expected, from 0 to 1000000 in the currency of the catalog's prices; 0 keeps to models without a price.</summary>
    public double? MaxCost { get; init; }

    /// <summary>Expected quality for the task, 0 to 10; models below it are ruled out.</summary>
    public double? MinQuality { get; init; }

    /// <summary>1 to 64 ids or aliases; only these models may answer.</summary>
    public IReadOnlyList<string>? AllowModels { get; init; }

    /// <summary>Up to 64 ids or aliases of models that may not answer.</summary>
    public IReadOnlyList<string>? DenyModels { get; init; }

    /// <summary>True: only models that are loaded already.</summary>
    public bool? LoadedOnly { get; init; }
}

/// <summary>The same for a request that is answered.</summary>
public record SelectionOptions : SelectionConstraints
{
    /// <summary>Names the conversation, up to 128 characters, so that it stays with its model; omitted: it is recognised by its messages.</summary>
    public string? ConversationId { get; init; }

    /// <summary>True: a small model answers first, and a better one where the small one is not sure of its words.</summary>
    public bool? Cascade { get; init; }

    /// <summary>
    /// With a named model only: up to 8 ids or aliases of installed models, each once, that are asked one after another when it fails before its first
    /// output. Omitted: no other model is asked.
    /// </summary>
    public IReadOnlyList<string>? Fallbacks { get; init; }
}

/// <summary>What OpenAI's dialect takes beside a request for embeddings.</summary>
public sealed record EmbeddingSelection
{
    /// <summary>
    /// With a named model only: up to 8 ids or aliases of installed embedding models, each once, that are asked one after another when it fails. Their
    /// vectors cannot be compared with its own. Omitted: no other model is asked.
    /// </summary>
    public IReadOnlyList<string>? Fallbacks { get; init; }
}

/// <summary>How quality weighs against speed: by a name, or by two weights.</summary>
[JsonConverter(typeof(ModelPreferenceConverter))]
public sealed record ModelPreference
{
    private ModelPreference(string? name, double quality, double speed) => (Name, Quality, Speed) = (name, quality, speed);

    /// <summary>Null: the weights say it.</summary>
    public string? Name { get; }
    public double Quality { get; }
    public double Speed { get; }

    /// <param name="name">"fast", "balanced" or "quality".</param>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator ModelPreference?(string? name) => name is null ? null : new(name, 0, 0);

    /// <summary>Each 0 to 1, not both 0; only their ratio counts.</summary>
    public static ModelPreference Weights(double quality, double speed) => new(null, quality, speed);
}

/// <summary>Reads and writes both forms.</summary>
public sealed class ModelPreferenceConverter : JsonConverter<ModelPreference>
{
    private static readonly JsonEncodedText QualityName = JsonEncodedText.Encode("quality");
    private static readonly JsonEncodedText SpeedName = JsonEncodedText.Encode("speed");

    public override ModelPreference Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString()!;
        }

        using var weights = JsonDocument.ParseValue(ref reader);
        return weights.RootElement.ValueKind == JsonValueKind.Object
            ? ModelPreference.Weights(Weight(weights.RootElement, "quality"), Weight(weights.RootElement, "speed"))
            : throw new JsonException("A preference is a name or an object with the weights quality and speed.");
    }

    public override void Write(Utf8JsonWriter writer, ModelPreference value, JsonSerializerOptions options)
    {
        if (value.Name is { } name)
        {
            writer.WriteStringValue(name);
            return;
        }

        writer.WriteStartObject();
        writer.WriteNumber(QualityName, value.Quality);
        writer.WriteNumber(SpeedName, value.Speed);
        writer.WriteEndObject();
    }

    private static double Weight(JsonElement weights, string name) =>
        weights.TryGetProperty(name, out var weight) && weight.TryGetDouble(out var value) ? value : throw new JsonException($"The weight {name} is missing.");
}
