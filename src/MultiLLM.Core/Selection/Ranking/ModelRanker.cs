using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection.Ranking;

/// <summary>
/// Ranks the installed models for a request. Pure: the same inputs give the same ranking. Hard requirements first, each with its reason; then expected
/// quality against expected seconds, as the caller weighs them.
/// </summary>
internal sealed class ModelRanker
{
    private readonly RequestFeatures _request;
    private readonly RankingInputs _inputs;
    private readonly Preference _preference;
    private readonly Requirements _requirements;
    private readonly ExpectedTimes _times;
    private readonly ConversationPull _pull;

    private ModelRanker(RequestFeatures request, RankingInputs inputs)
    {
        (_request, _inputs) = (request, inputs);
        _preference = request.Wishes.Preference ?? inputs.DefaultPreference;
        var room = new Room(inputs);
        _requirements = new Requirements(request, inputs, room);
        _times = new ExpectedTimes(request, inputs, room);
        var before = request.Conversation is { } conversation ? inputs.Catalog.Find(conversation.ModelId) : null;
        _pull = new ConversationPull(request, inputs.Residency, before is null ? 0 : QualityOf(before));
    }

    /// <summary>All models that are not hidden, best first; those ruled out last, each with the reason.</summary>
    public static IReadOnlyList<RankedCandidate> Rank(RequestFeatures request, RankingInputs inputs)
    {
        var ranker = new ModelRanker(request, inputs);
        var ranked = new List<RankedCandidate>(inputs.Catalog.Models.Count);
        foreach (var model in inputs.Catalog.Models)
            ranked.Add(ranker.Judge(model));
        ranked.Sort(request.IsEmbedding ? ByScore : ByScoreAndTime);
        return ranked;
    }

    private RankedCandidate Judge(ModelDefinition model)
    {
        if (_requirements.Unmet(model) is { } unmet)
            return new RankedCandidate(model, 0, Eligible: false, [unmet]);
        var quality = QualityOf(model);
        var parts = _times.Of(model, quality);
        if (Requirements.Unmet(parts, _request.Wishes) is { } missed)
            return new RankedCandidate(model, 0, Eligible: false, [missed], parts);
        var score = Lately.Worth(model, _inputs, Utility.ScoreOf(model, _request.IsEmbedding, parts, _pull.On(model, quality), _preference));
        return new RankedCandidate(model, score, Eligible: true, CandidateWords.Of(model, _request, _inputs, parts), parts);
    }

    private double QualityOf(ModelDefinition model) => _request.IsEmbedding
        ? ExpectedQuality.OfEmbedding(model)
        : ExpectedQuality.Of(model, _request, _inputs.Evidence, _inputs.ContextOf(model));

    private static int ByScore(RankedCandidate a, RankedCandidate b)
    {
        var eligible = b.Eligible.CompareTo(a.Eligible);
        var score = eligible != 0 ? eligible : b.Score.CompareTo(a.Score);
        return score != 0 ? score : string.CompareOrdinal(a.Model.Id, b.Model.Id);
    }

    /// <summary>Of equals the quicker one: copies of a model share the work. Those ruled out have no order but their names': only some were timed.</summary>
    private static int ByScoreAndTime(RankedCandidate a, RankedCandidate b)
    {
        if (!a.Eligible || !b.Eligible || a.Score != b.Score || a.Parts is not { } one || b.Parts is not { } other)
            return ByScore(a, b);
        var time = one.TotalSeconds.CompareTo(other.TotalSeconds);
        return time != 0 ? time : ByScore(a, b);
    }
}
