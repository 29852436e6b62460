using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiLLM.Core.Residency.Memory;

/// <summary>What <c>footprints.json</c> holds.</summary>
/// <param name="Rules"><see cref="EngineRules.Version"/> at the time.</param>
/// <param name="Entries">The oldest first.</param>
internal sealed record FootprintFile(int Rules, IReadOnlyList<FootprintEntry> Entries)
{
    private const long MaxBytes = 4 * 1024 * 1024;

    /// <exception cref="InvalidDataException">The file does not hold footprints; the message says why.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static FootprintFile Read(string path)
    {
        if (new FileInfo(path).Length > MaxBytes)
            throw new InvalidDataException($"it is larger than {MaxBytes} bytes");
        try
        {
            var file = JsonSerializer.Deserialize(File.ReadAllBytes(path), FootprintJson.Default.FootprintFile);
            return file is { Entries: not null } && file.Entries.All(entry => entry is { Key: { Path: not null, Plan: not null }, IsPossible: true })
                ? file
                : throw new InvalidDataException("it holds entries that cannot be");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }

    /// <summary>Replaces the file in one step.</summary>
    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = path + ".tmp";
        File.WriteAllBytes(unfinished, JsonSerializer.SerializeToUtf8Bytes(this, FootprintJson.Default.FootprintFile));
        File.Move(unfinished, path, overwrite: true);
    }
}

/// <summary>One measurement; bytes.</summary>
internal sealed record FootprintEntry(FootprintKey Key, long WeightBytes, long KvBytes, long ComputeBytes, long OverheadBytes)
{
    [JsonIgnore]
    public bool IsPossible => Math.Min(Math.Min(WeightBytes, KvBytes), Math.Min(ComputeBytes, OverheadBytes)) >= 0
        && Math.Max(Math.Max(WeightBytes, KvBytes), Math.Max(ComputeBytes, OverheadBytes)) <= Saturating.TooMuch;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(FootprintFile))]
internal sealed partial class FootprintJson : JsonSerializerContext;
