using System.Text.Json.Serialization;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Gateway.Governance.Digests;

/// <summary>A file as it was seen, and what it held then.</summary>
internal sealed record KnownFile(string Path, long Bytes, long ModifiedTicks, string Sha256)
{
    /// <exception cref="IOException">There is none.</exception>
    public static KnownFile Seen(string path)
    {
        var file = new FileInfo(path);
        if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
            file = target;
        return new KnownFile(path, file.Length, file.LastWriteTimeUtc.Ticks, "");
    }

    public bool IsSame(KnownFile seen) => Bytes == seen.Bytes && ModifiedTicks == seen.ModifiedTicks;
}

internal sealed record DigestFile(IReadOnlyList<KnownFile> Files)
{
    private const long MaxBytes = 16L << 20;

    public static StateFormat<DigestFile> Format { get; } = new(
        DigestJson.Default.DigestFile, MaxBytes, state => state.Files.All(file => file.Sha256.Length == 64), "digests of model files", "they are read again.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DigestFile))]
internal sealed partial class DigestJson : JsonSerializerContext;
