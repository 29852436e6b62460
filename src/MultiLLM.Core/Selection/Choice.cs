using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection;

/// <summary>Candidates for one request, best first; the first is eligible.</summary>
internal sealed record Choice
{
    /// <summary>As the caller named it; "auto" where it named nothing.</summary>
    public required string Requested { get; init; }
    public required RequestFeatures Features { get; init; }
    public required IReadOnlyList<RankedCandidate> Candidates { get; init; }

    /// <summary>Why the first one, one sentence.</summary>
    public required string Reason { get; init; }
    public required Preference Preference { get; init; }
    public bool IsAutomatic { get; init; }

    /// <summary>Parameters that come with the requested name; null: none.</summary>
    public ModelPreset? Preset { get; init; }

    /// <summary>Models to try one after another: the eligible ones, at most so many as the service allows.</summary>
    public required IReadOnlyList<RankedCandidate> Chain { get; init; }

    /// <param name="candidate">The one that answers.</param>
    /// <param name="loadWait">Time its load took the request.</param>
    /// <param name="failed">Attempts before it.</param>
    public SelectionDecision Decide(RankedCandidate candidate, TimeSpan loadWait, IReadOnlyList<FailedAttempt> failed) =>
        new(Requested, candidate.Model, failed.Count == 0 ? Reason : Instead(candidate, failed), Candidates, loadWait)
        {
            Id = $"sel-{Guid.NewGuid():N}",
            Reading = Features.KnownReading,
            Signs = Features.Signs,
            Preference = IsAutomatic ? Preference : null,
            Fallbacks = failed,
            ConversationId = Features.Conversation?.Id ?? Features.Wishes.ConversationId,
        };

    private static string Instead(RankedCandidate candidate, IReadOnlyList<FailedAttempt> failed) =>
        failed.All(attempt => attempt.ModelId == candidate.Model.Id)
            ? $"{candidate.Model.Id} answers at the second attempt; the first failed: {failed[^1].Reason}"
            : $"{candidate.Model.Id} answers, because {failed[0].ModelId} failed: {failed[0].Reason}";
}
