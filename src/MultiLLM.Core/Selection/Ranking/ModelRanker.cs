using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection.Ranking;

/// <summary>Ranks the installed models for a request. Pure: the same inputs give the same ranking.</summary>
internal static class ModelRanker
{
    /// <summary>All models that are not hidden, best first; those ruled out last, each with the reason.</summary>
    public static IReadOnlyList<RankedCandidate> Rank(RequestFeatures request, RankingInputs inputs) => throw new NotImplementedException();
}
