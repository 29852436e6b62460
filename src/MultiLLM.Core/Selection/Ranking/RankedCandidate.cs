using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Ranking;

/// <summary>One model's place in a ranking.</summary>
/// <param name="Model">The model.</param>
/// <param name="Score">Utility, 0 to 1; 0 when ruled out.</param>
/// <param name="Eligible">False when a hard requirement rules it out.</param>
/// <param name="Reasons">What spoke for or against it, in words that agree with <paramref name="Parts"/>.</param>
/// <param name="Parts">What the score is made of; null: ruled out before anything was counted, or the request names it.</param>
public sealed record RankedCandidate(
    ModelDefinition Model, double Score, bool Eligible, IReadOnlyList<string> Reasons, CandidateParts? Parts = null);

/// <summary>A candidate in numbers.</summary>
public sealed record CandidateParts
{
    /// <summary>Expected quality for this task at this difficulty, 0 to 10.</summary>
    public required double Quality { get; init; }

    /// <summary>Until it is loaded; 0: it is.</summary>
    public required double LoadSeconds { get; init; }

    /// <summary>Until requests before this one are served.</summary>
    public required double QueueSeconds { get; init; }
    public required double PromptSeconds { get; init; }
    public required double DecodeSeconds { get; init; }

    /// <summary>What its load will probably cost others, whose models must leave for it.</summary>
    public required double OthersSeconds { get; init; }

    /// <summary>Of the full answer at its dearest server, in the currency of the catalog's prices; null: it has no price.</summary>
    public decimal? Cost { get; init; }

    /// <summary>To the full answer, for this caller.</summary>
    public double TotalSeconds => LoadSeconds + QueueSeconds + PromptSeconds + DecodeSeconds;
}
