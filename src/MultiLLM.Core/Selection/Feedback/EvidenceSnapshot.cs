using System.Collections.Frozen;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Feedback;

/// <summary>All evidence as it weighed at one moment; immutable.</summary>
internal sealed class EvidenceSnapshot : IQualityEvidence
{
    private readonly FrozenDictionary<(string Model, ModelTask Task), QualityEvidence> _evidence;

    private EvidenceSnapshot(FrozenDictionary<(string, ModelTask), QualityEvidence> evidence, DateTimeOffset at) => (_evidence, At) = (evidence, at);

    public DateTimeOffset At { get; }

    /// <param name="votes">People's.</param>
    /// <param name="outcomes">At most one for a model and task.</param>
    /// <param name="now">The moment.</param>
    public static EvidenceSnapshot Of(IEnumerable<CastVote> votes, IEnumerable<OutcomeCount> outcomes, DateTimeOffset now)
    {
        var sums = new Dictionary<(string Model, ModelTask Task), (double Weight, double Good)>();
        foreach (var vote in votes)
        {
            var weight = Fading.Left(vote.At, now);
            Add(vote.ModelId, vote.Task, weight, vote.IsGood ? weight : 0);
            if (vote.BetterModelId is { } better)
                Add(better, vote.Task, weight, weight);
        }
        foreach (var outcome in outcomes)
            Add(outcome.ModelId, outcome.Task, outcome.BadVotes(now), 0);
        return new EvidenceSnapshot(
            sums.Where(sum => sum.Value.Weight > 0).ToFrozenDictionary(sum => sum.Key, sum => new QualityEvidence(sum.Value.Weight, sum.Value.Good / sum.Value.Weight)), now);

        void Add(string model, ModelTask task, double weight, double good)
        {
            var sum = sums.GetValueOrDefault((model, task));
            sums[(model, task)] = (sum.Weight + weight, sum.Good + good);
        }
    }

    public QualityEvidence Of(string modelId, ModelTask task) => _evidence.GetValueOrDefault((modelId, task));
}
