using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Catalog;

/// <summary>Optional <c>model.gguf.json</c> beside a model file: what it says replaces what the file's head says.</summary>
internal sealed record ModelSidecar
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>For people to read and edit.</summary>
    private static readonly SidecarJson Written = new(
        new JsonSerializerOptions(SidecarJson.Default.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

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

    /// <summary>Where a fetched file came from, and its digest as it was checked then.</summary>
    public SidecarSource? Source { get; init; }

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

    /// <summary>Replaces the file as a whole. Throws like any file.</summary>
    public void Save(string path)
    {
        var next = path + ".next";
        File.WriteAllBytes(next, JsonSerializer.SerializeToUtf8Bytes(this, Written.ModelSidecar));
        File.Move(next, path, overwrite: true);
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

/// <summary>Where a model's files were published, and what they were.</summary>
internal sealed record SidecarSource
{
    /// <summary>"owner/name" at the hub.</summary>
    public required string Repository { get; init; }

    /// <summary>Commit, where the hub told it, else branch or tag.</summary>
    public required string Revision { get; init; }

    /// <summary>The (first) file's path inside the repository.</summary>
    public required string File { get; init; }

    /// <summary>Of the (first) file, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Of all files of a model in several, in order.</summary>
    public IReadOnlyList<string>? ShardSha256 { get; init; }
    public required DateTimeOffset PulledAt { get; init; }

    /// <summary>Of all files, in order.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Digests => ShardSha256 ?? [Sha256];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowTrailingCommas = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ModelSidecar))]
internal sealed partial class SidecarJson : JsonSerializerContext;
