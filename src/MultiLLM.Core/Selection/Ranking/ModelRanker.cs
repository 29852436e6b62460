using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection.Ranking;

/// <summary>
/// Ranks the installed models for a request. Pure: the same inputs give the same ranking. Hard requirements first, each with its reason; then expected
/// quality against expected seconds, as the caller weighs them.
/// </summary>
internal static class ModelRanker
{
    /// <summary>All models that are not hidden, best first; those ruled out last, each with the reason.</summary>
    public static IReadOnlyList<RankedCandidate> Rank(RequestFeatures request, RankingInputs inputs)
    {
        var preference = request.Wishes.Preference ?? inputs.DefaultPreference;
        var requirements = new Requirements(request, inputs);
        var times = new ExpectedTimes(request, inputs);
        var ranked = new List<RankedCandidate>(inputs.Catalog.Models.Count);
        foreach (var model in inputs.Catalog.Models)
            ranked.Add(Judge(model, request, inputs, preference, requirements, times));
        ranked.Sort(BestFirst);
        return ranked;
    }

    private static RankedCandidate Judge(
        ModelDefinition model, RequestFeatures request, RankingInputs inputs, Preference preference, Requirements requirements, ExpectedTimes times)
    {
        if (requirements.Unmet(model) is { } unmet)
            return new RankedCandidate(model, 0, Eligible: false, [unmet]);
        var quality = request.IsEmbedding ? ExpectedQuality.OfEmbedding(model) : ExpectedQuality.Of(model, request, inputs.Evidence);
        var parts = times.Of(model, quality);
        if (Requirements.Unmet(parts, request.Wishes) is { } missed)
            return new RankedCandidate(model, 0, Eligible: false, [missed], parts);
        var score = Utility.Of(model, request, parts, preference);
        return new RankedCandidate(model, score, Eligible: true, CandidateWords.Of(model, request, inputs, parts), parts);
    }

    private static int BestFirst(RankedCandidate a, RankedCandidate b)
    {
        var eligible = b.Eligible.CompareTo(a.Eligible);
        var score = eligible != 0 ? eligible : b.Score.CompareTo(a.Score);
        return score != 0 ? score : string.CompareOrdinal(a.Model.Id, b.Model.Id);
    }
}
