using System.Text.Json;
using System.Text.Json.Serialization;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Catalog;

/// <summary>Optional <c>model.gguf.json</c> beside a model file: what it says replaces what the file's head says.</summary>
internal sealed record ModelSidecar
{
    private const int MaxBytes = 1024 * 1024;

    public string? Name { get; init; }
    public string? Description { get; init; }
    public ModelKind? Kind { get; init; }
    public IReadOnlyList<string>? Aliases { get; init; }
    public string? ChatTemplate { get; init; }
    public string? FallbackTemplate { get; init; }
    public int? ContextLength { get; init; }
    public SamplingDefaults? Sampling { get; init; }
    public string? Notice { get; init; }
    public bool? Starter { get; init; }
    public string? License { get; init; }

    /// <summary>Id of the catalog's entry that this file belongs to.</summary>
    public string? CatalogId { get; init; }

    /// <summary>Digest of the file, as it was checked when it came.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The error names the member at fault.</summary>
    public static Result<ModelSidecar> Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
                return Bad($"is larger than {MaxBytes} bytes");
            var sidecar = JsonSerializer.Deserialize(File.ReadAllBytes(path), SidecarJson.Default.ModelSidecar);
            return sidecar is null ? Bad("is null") : sidecar.Check() is { } problem ? Bad(problem) : sidecar;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return Bad($"cannot be read: {error.Message}");
        }

        static Error Bad(string what) => new(ErrorCode.InvalidRequest, $"The settings file {what}; the model is listed without it.");
    }

    private string? Check()
    {
        if (ContextLength is < 1)
            return $"has context_length {ContextLength}, which must be 1 or more";
        if (FallbackTemplate is not (null or "plain" or "instruct-output" or "chatml"))
            return $"has fallback_template \"{FallbackTemplate}\"; known are plain, instruct-output and chatml";
        if (Aliases?.FirstOrDefault(string.IsNullOrWhiteSpace) is not null)
            return "has a blank alias";
        return SamplingLimits.Problem(Sampling) is (var field, var complaint) ? $"has sampling.{field} {complaint}" : null;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    AllowTrailingCommas = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ModelSidecar))]
internal sealed partial class SidecarJson : JsonSerializerContext;
