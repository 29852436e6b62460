using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Catalog;

/// <summary>What the head of a GGUF file says. The weights are not read.</summary>
internal sealed record GgufHeader
{
    public required uint Version { get; init; }

    /// <summary>Text and numbers by key; numbers as long, double or bool.</summary>
    public required IReadOnlyDictionary<string, object> Metadata { get; init; }

    /// <summary>Lists by key.</summary>
    public required IReadOnlyDictionary<string, GgufArray> Arrays { get; init; }

    /// <summary>Of this file; a model split over several files has more.</summary>
    public required IReadOnlyList<GgufTensor> Tensors { get; init; }

    /// <summary>Size of the file.</summary>
    public required long FileBytes { get; init; }

    public int TensorCount => Tensors.Count;
    public long Parameters => Tensors.Sum(t => t.Elements);

    public string? Text(string key) => Metadata.GetValueOrDefault(key) as string;

    public long? Number(string key) => Metadata.GetValueOrDefault(key) as long?;

    /// <summary>Reads and checks the head. The error says what is wrong with the file.</summary>
    public static Result<GgufHeader> Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            return Read(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new Error(ErrorCode.ModelLoadFailed, $"The file cannot be read: {error.Message}");
        }
    }

    public static Result<GgufHeader> Read(Stream file)
    {
        try
        {
            return new GgufReader(file).ReadHeader();
        }
        catch (InvalidDataException error)
        {
            return new Error(ErrorCode.ModelLoadFailed, error.Message);
        }
    }
}
