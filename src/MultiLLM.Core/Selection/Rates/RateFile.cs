using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiLLM.Core.Selection.Rates;

/// <summary>What <c>rates.json</c> holds.</summary>
/// <param name="Entries">One for each model file that was measured.</param>
internal sealed record RateFile(IReadOnlyList<RateEntry> Entries)
{
    private const long MaxBytes = 1024 * 1024;

    /// <exception cref="InvalidDataException">The file does not hold rates; the message says why.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static RateFile Read(string path)
    {
        if (new FileInfo(path).Length > MaxBytes)
            throw new InvalidDataException($"it is larger than {MaxBytes} bytes");
        try
        {
            var file = JsonSerializer.Deserialize(File.ReadAllBytes(path), RateJson.Default.RateFile);
            return file is { Entries: not null } && file.Entries.All(entry => entry?.IsPossible() == true)
                ? file
                : throw new InvalidDataException("it holds entries that cannot be");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }

    /// <summary>Replaces the file in one step; where that fails nothing stays behind.</summary>
    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = path + ".tmp";
        try
        {
            File.WriteAllBytes(unfinished, JsonSerializer.SerializeToUtf8Bytes(this, RateJson.Default.RateFile));
            File.Move(unfinished, path, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(unfinished);
            throw;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(RateFile))]
internal sealed partial class RateJson : JsonSerializerContext;
