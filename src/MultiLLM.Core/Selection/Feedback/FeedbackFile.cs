using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiLLM.Core.Selection.Feedback;

/// <summary>What <c>feedback.json</c> holds.</summary>
/// <param name="Votes">The oldest first.</param>
/// <param name="Outcomes">By model and task.</param>
internal sealed record FeedbackFile(IReadOnlyList<CastVote> Votes, IReadOnlyList<OutcomeCount> Outcomes)
{
    private const long MaxBytes = 16 * 1024 * 1024;

    public static FeedbackFile Empty { get; } = new([], []);

    /// <exception cref="InvalidDataException">The file does not hold feedback; the message says why.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static FeedbackFile Read(string path)
    {
        if (new FileInfo(path).Length > MaxBytes)
            throw new InvalidDataException($"it is larger than {MaxBytes} bytes");
        try
        {
            var file = JsonSerializer.Deserialize(File.ReadAllBytes(path), FeedbackJson.Default.FeedbackFile);
            return file is { Votes: not null, Outcomes: not null } && file.Votes.All(IsPossible) && file.Outcomes.All(IsPossible)
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
            File.WriteAllBytes(unfinished, JsonSerializer.SerializeToUtf8Bytes(this, FeedbackJson.Default.FeedbackFile));
            File.Move(unfinished, path, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(unfinished); // the little it took may be the last there was
            throw;
        }
    }

    private static bool IsPossible(CastVote? vote) => vote is { DecisionId: not null, ModelId: not null } && Enum.IsDefined(vote.Task);

    private static bool IsPossible(OutcomeCount? count) =>
        count is { ModelId: not null, Bad: >= 0 and < double.PositiveInfinity, Good: >= 0 and < double.PositiveInfinity } && Enum.IsDefined(count.Task);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(FeedbackFile))]
internal sealed partial class FeedbackJson : JsonSerializerContext;
