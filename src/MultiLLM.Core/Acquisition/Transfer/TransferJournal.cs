using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiLLM.Core.Acquisition.Transfer;

/// <summary>
/// Which bytes of a partial file are safe on disk, and of which remote file they are. Replaced as a whole, so that it is either the old one
/// or the new one whenever power fails.
/// </summary>
internal sealed record TransferJournal
{
    private const int MaxBytes = 4 << 20;
    private const int RoomBytes = 16 << 10;

    /// <summary>"hf:owner/repository/file.gguf@revision" of the model's first file, to show to people.</summary>
    public required string Source { get; init; }

    /// <summary>Bytes of all the model's files, to show to people.</summary>
    public required long TotalBytes { get; init; }
    public required string Repository { get; init; }
    public required string Path { get; init; }
    public required long SizeBytes { get; init; }
    public string? Etag { get; init; }
    public string? Sha256 { get; init; }

    /// <summary>Pairs of the first byte and the byte after the last.</summary>
    public required IReadOnlyList<long[]> Done { get; init; }

    [JsonIgnore]
    public long BytesDone => Done.Sum(range => range[1] - range[0]);

    /// <summary>What is there belongs to the same content: without an etag that cannot be known.</summary>
    public bool IsOf(TransferJournal other) =>
        Etag is not null && Etag == other.Etag && SizeBytes == other.SizeBytes && Sha256 == other.Sha256 && Repository == other.Repository && Path == other.Path;

    /// <summary>Null: there is none, or none that makes sense; then nothing is taken for fetched.</summary>
    public static TransferJournal? Load(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file is not { Exists: true, Length: <= MaxBytes })
                return null;
            var journal = JsonSerializer.Deserialize(File.ReadAllBytes(path), JournalJson.Default.TransferJournal);
            return journal is { SizeBytes: >= 0 } && journal.Done.All(range => range is [>= 0, _] && range[0] < range[1] && range[1] <= journal.SizeBytes) ? journal : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Throws like any file.</summary>
    public void Save(string path)
    {
        using (var file = new FileStream(NextOf(path), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(file, this, JournalJson.Default.TransferJournal);
            file.SetLength(file.Position);
            file.Flush(flushToDisk: true);
        }
        File.Move(NextOf(path), path, overwrite: true);
        KeepRoom(path);
    }

    /// <summary>Takes room for the next journal, so that it can be written on a disk that has become full.</summary>
    public static void KeepRoom(string path)
    {
        try
        {
            File.WriteAllBytes(NextOf(path), new byte[RoomBytes]);
        }
        catch (IOException)
        {
            // The disk is full already; what the last journal says is safe.
        }
    }

    public static void Delete(string path)
    {
        File.Delete(path);
        File.Delete(NextOf(path));
    }

    private static string NextOf(string path) => path + ".next";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TransferJournal))]
internal sealed partial class JournalJson : JsonSerializerContext;
