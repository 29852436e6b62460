using System.Text;
using System.Text.RegularExpressions;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Catalog;

/// <summary>Turns a file's head and its settings file into a <see cref="ModelDefinition"/>.</summary>
internal static partial class ModelDescriber
{
    private static readonly string[] OtherThanLanguageModels = ["clip", "mmproj", "whisper", "diffusion", "flux", "sd1", "sdxl", "sd3"];

    /// <summary>Id from a file name: lower case; letters, digits, dots, dashes and underscores only.</summary>
    public static string IdOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var id = new StringBuilder(name.Length);
        foreach (var c in SplitSuffix().Replace(name, "").ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '.' or '_')
                id.Append(c);
            else if (id.Length > 0 && id[^1] != '-')
                id.Append('-');
        }
        var cleaned = id.ToString().Trim('-', '.');
        return cleaned.Length > 0 ? cleaned : "model";
    }

    /// <param name="path">The model's file, the first where it has several.</param>
    /// <param name="model">What the heads of its files say.</param>
    /// <param name="sidecar">Its settings file; null: none.</param>
    public static Result<ModelDefinition> Describe(string path, GgufModel model, ModelSidecar? sidecar)
    {
        var header = model.Header;
        var architecture = header.Text("general.architecture");
        if (string.IsNullOrWhiteSpace(architecture))
            return Refused("The file names no architecture (general.architecture).");
        if (header.Text("general.type") is { } type && type is not "model")
            return Refused($"The file is of type \"{type}\", not a model.");
        if (OtherThanLanguageModels.Contains(architecture))
            return Refused($"Architecture \"{architecture}\" is not a language model.");
        var pooling = header.Number($"{architecture}.pooling_type");
        if (pooling == 4)
            return Refused("A reranking model (pooling type rank), which is not supported.");

        var name = header.Text("general.name");
        var id = IdOf(path);
        return new ModelDefinition
        {
            Id = id,
            Name = Cleaned(sidecar?.Name) ?? Cleaned(name) ?? id,
            Kind = sidecar?.Kind ?? KindOf(architecture, pooling, $"{id} {name} {header.Text("general.basename")} {header.Text("general.finetune")}"),
            Path = path,
            Description = Cleaned(sidecar?.Description) ?? Cleaned(header.Text("general.description")),
            License = Cleaned(sidecar?.License) ?? LicenseOf(header),
            Architecture = architecture,
            Quantization = GgufTypes.FileType(header.Number("general.file_type")),
            Parameters = model.Tensors.Sum(t => t.Elements) is > 0 and var parameters ? parameters : null,
            SizeBytes = model.SizeBytes,
            Shape = ModelShapes.Of(model),
            TrainedContextLength = header.Number($"{architecture}.context_length") is > 0 and <= int.MaxValue and var length ? (int)length : null,
            ContextLength = sidecar?.ContextLength,
            ChatTemplate = sidecar?.ChatTemplate,
            FallbackTemplate = sidecar?.FallbackTemplate,
            Sampling = sidecar?.Sampling ?? SamplingDefaults.None,
            Starter = sidecar?.Starter ?? false,
            Notice = Cleaned(sidecar?.Notice),
            Aliases = sidecar?.Aliases ?? [],
        };
    }

    private static ModelKind KindOf(string architecture, long? pooling, string names) =>
        pooling is > 0 || architecture.Contains("bert", StringComparison.OrdinalIgnoreCase)
            || architecture.Contains("embedding", StringComparison.OrdinalIgnoreCase) || architecture == "t5encoder" ? ModelKind.Embedding
        : CodeName().IsMatch(names) ? ModelKind.Code
        : ModelKind.Chat;

    private static string? LicenseOf(GgufHeader header) =>
        Cleaned(header.Text("general.license")) is { } license && !(license == "other" && header.Text("general.license.name") is not null)
            ? license
            : Cleaned(header.Text("general.license.name"));

    private static string? Cleaned(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var kept = text.Length > 2000 ? text[..2000] : text;
        return string.Concat(kept.Where(c => !char.IsControl(c) || c == '\n')).Trim();
    }

    private static Error Refused(string why) => new(ErrorCode.ModelLoadFailed, why);

    [GeneratedRegex(@"(?<![a-z])(star)?cod(e|er|estral|ellama|egemma|eqwen|egen)(?=$|[^a-z])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CodeName();

    [GeneratedRegex(@"-0*1-of-\d+$")]
    private static partial Regex SplitSuffix();
}
