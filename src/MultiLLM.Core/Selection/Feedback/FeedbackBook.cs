using System.Collections.Frozen;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Selection.Decisions;
using MultiLLM.Core.Selection.Ranking;

namespace MultiLLM.Core.Selection.Feedback;

/// <summary>Votes and outcomes by model and task.</summary>
internal sealed class FeedbackBook(IDecisionLog decisions) : IFeedback
{
    private const double OutcomeWeight = 0.25;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, FeedbackVote> _votes = new(StringComparer.Ordinal);
    private volatile EvidenceSnapshot _evidence = EvidenceSnapshot.Empty;

    public IQualityEvidence Evidence => _evidence;

    public Result<FeedbackReceipt> Vote(FeedbackVote vote)
    {
        if (decisions.Find(vote.DecisionId) is not { } recorded)
            return new Error(ErrorCode.DecisionNotFound, $"There is no decision \"{vote.DecisionId}\", or it is no longer remembered.", "decision_id");
        var (model, task) = (recorded.Decision.Model, recorded.Decision.Reading?.Task ?? ModelTask.Chat);
        lock (_gate)
        {
            var before = ExpectedQuality.Of(model, task, _evidence);
            if (_votes.TryGetValue(vote.DecisionId, out var old))
                _evidence = _evidence.With(model.Id, task, Good(old), -1);
            _votes[vote.DecisionId] = vote;
            _evidence = _evidence.With(model.Id, task, Good(vote), 1);
            return new FeedbackReceipt(model.Id, task.ToString().ToLowerInvariant(), before, ExpectedQuality.Of(model, task, _evidence));
        }
    }

    public void Outcome(SelectionDecision decision, bool good)
    {
        lock (_gate)
            _evidence = _evidence.With(decision.Model.Id, decision.Reading?.Task ?? ModelTask.Chat, good ? 1 : 0, OutcomeWeight);
    }

    private static double Good(FeedbackVote vote) => vote.Rating > 0 ? 1 : 0;
}

/// <summary>Immutable; a changed copy is made for each vote.</summary>
internal sealed class EvidenceSnapshot(FrozenDictionary<(string Model, ModelTask Task), (double Weight, double Good)> sums) : IQualityEvidence
{
    public static EvidenceSnapshot Empty { get; } = new(FrozenDictionary<(string, ModelTask), (double, double)>.Empty);

    public QualityEvidence Of(string modelId, ModelTask task) =>
        sums.TryGetValue((modelId, task), out var sum) && sum.Weight > 0 ? new QualityEvidence(sum.Weight, sum.Good / sum.Weight) : default;

    /// <param name="modelId">About whom.</param>
    /// <param name="task">At what.</param>
    /// <param name="good">0 to 1.</param>
    /// <param name="weight">Negative: takes an earlier one back.</param>
    public EvidenceSnapshot With(string modelId, ModelTask task, double good, double weight)
    {
        var changed = sums.ToDictionary();
        var (weights, goods) = changed.GetValueOrDefault((modelId, task));
        changed[(modelId, task)] = (weights + weight, goods + (good * weight));
        return new EvidenceSnapshot(changed.ToFrozenDictionary());
    }
}
