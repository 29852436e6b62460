using System.Text.Json.Serialization;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Selection.Feedback;

/// <summary>What <c>feedback.json</c> holds.</summary>
/// <param name="Votes">The oldest first.</param>
/// <param name="Outcomes">By model and task.</param>
internal sealed record FeedbackFile(IReadOnlyList<CastVote> Votes, IReadOnlyList<OutcomeCount> Outcomes)
{
    /// <summary>How it is read and written.</summary>
    public static StateFormat<FeedbackFile> Format { get; } = new(
        FeedbackJson.Default.FeedbackFile, MaxBytes: 16 * 1024 * 1024,
        file => file is { Votes: not null, Outcomes: not null } && file.Votes.All(IsPossible) && file.Outcomes.All(IsPossible),
        "feedback", "what people said begins anew");

    public static FeedbackFile Empty { get; } = new([], []);

    private static bool IsPossible(CastVote? vote) => vote is { DecisionId: not null, ModelId: not null } && Enum.IsDefined(vote.Task);

    private static bool IsPossible(OutcomeCount? count) =>
        count is { ModelId: not null, Bad: >= 0 and < double.PositiveInfinity, Good: >= 0 and < double.PositiveInfinity } && Enum.IsDefined(count.Task);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(FeedbackFile))]
internal sealed partial class FeedbackJson : JsonSerializerContext;
