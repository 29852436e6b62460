using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiLLM.Core.Catalog.Documents;

/// <summary>A catalog file as it is written: <c>catalog.json</c> and each of <c>catalog.d/*.json</c>. Described by <c>docs/catalog.schema.json</c>.</summary>
internal sealed record CatalogDocument
{
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>New models, or members of known ones to replace.</summary>
    public IReadOnlyList<EntryDocument>? Models { get; init; }
    public IReadOnlyList<PresetDocument>? Aliases { get; init; }

    /// <summary>Ids of models to show nowhere.</summary>
    public IReadOnlyList<string>? Hide { get; init; }
}

/// <summary>A name for a model, with parameters.</summary>
internal sealed record PresetDocument
{
    public required string Alias { get; init; }
    public required string Model { get; init; }
    public string? Description { get; init; }
    public SamplingDefaults? Sampling { get; init; }
    public string? System { get; init; }
    public int? MaxTokens { get; init; }
    public IReadOnlyList<string>? Stop { get; init; }

    public ModelPreset ToPreset() => new()
    {
        Alias = Alias,
        Model = Model,
        Description = Description,
        Sampling = Sampling ?? SamplingDefaults.None,
        System = System,
        MaxTokens = MaxTokens,
        Stop = Stop,
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    AllowTrailingCommas = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters =
    [
        typeof(EnumWordsConverter<ModelType>), typeof(EnumWordsConverter<ModelKind>), typeof(EnumWordsConverter<ModelTask>),
        typeof(EnumWordsConverter<SpeedClass>),
    ])]
[JsonSerializable(typeof(CatalogDocument))]
internal sealed partial class CatalogDocumentJson : JsonSerializerContext;
