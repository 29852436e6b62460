using System.Collections.Frozen;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Feedback;

/// <summary>All evidence as it weighed at one moment; immutable.</summary>
internal sealed class EvidenceSnapshot : IQualityEvidence
{
    /// <summary>Half of what the catalog's word weighs: preferences order models, and must not push the worse of two good ones to the bottom.</summary>
    private const double MostPreferences = 10;

    private readonly FrozenDictionary<(string Model, ModelTask Task), QualityEvidence> _evidence;

    private EvidenceSnapshot(FrozenDictionary<(string, ModelTask), QualityEvidence> evidence, DateTimeOffset at) => (_evidence, At) = (evidence, at);

    public DateTimeOffset At { get; }

    /// <param name="votes">People's.</param>
    /// <param name="outcomes">At most one for a model and task.</param>
    /// <param name="now">The moment.</param>
    public static EvidenceSnapshot Of(IEnumerable<CastVote> votes, IEnumerable<OutcomeCount> outcomes, DateTimeOffset now)
    {
        var sums = new Dictionary<(string Model, ModelTask Task), (double Weight, double Good)>();
        var preferences = new Dictionary<(string Model, ModelTask Task), (double Weight, double Good)>();
        foreach (var vote in votes)
        {
            var (weight, to) = (Fading.Left(vote.At, now), vote.IsPreference ? preferences : sums);
            Add(to, vote.ModelId, vote.Task, weight, vote.IsGood ? weight : 0);
            if (vote.BetterModelId is { } better)
                Add(to, better, vote.Task, weight, weight);
        }
        foreach (var ((model, task), (weight, good)) in preferences)
        {
            var share = Math.Min(1, MostPreferences / weight);
            Add(sums, model, task, share * weight, share * good);
        }
        foreach (var outcome in outcomes)
            Add(sums, outcome.ModelId, outcome.Task, outcome.BadVotes(now), 0);
        return new EvidenceSnapshot(
            sums.Where(sum => sum.Value.Weight > 0).ToFrozenDictionary(sum => sum.Key, sum => new QualityEvidence(sum.Value.Weight, sum.Value.Good / sum.Value.Weight)), now);

        static void Add(Dictionary<(string Model, ModelTask Task), (double Weight, double Good)> to, string model, ModelTask task, double weight, double good)
        {
            var sum = to.GetValueOrDefault((model, task));
            to[(model, task)] = (sum.Weight + weight, sum.Good + good);
        }
    }

    public QualityEvidence Of(string modelId, ModelTask task) => _evidence.GetValueOrDefault((modelId, task));
}
