using Microsoft.Extensions.AI;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Selection.Cascade;

/// <summary>A small model's answer that is held back until it is judged.</summary>
internal sealed class Draft
{
    /// <summary>Points of quality that make another model a better one.</summary>
    private const double Better = 0.1;

    private readonly List<ChatResponseUpdate> _updates = [];
    private readonly List<double> _logProbs = [];

    public IReadOnlyList<ChatResponseUpdate> Updates => _updates;

    /// <summary>Null: it has not begun.</summary>
    public SelectionDecision? Decision => _updates.Count > 0 ? _updates[0].Decision : null;

    /// <summary>What a better model must be expected to reach at least; null: none that may answer would.</summary>
    public double? QualityToBeat
    {
        get
        {
            if (Decision is not { } decision || decision.Candidates.FirstOrDefault(c => c.Model.Id == decision.Model.Id)?.Parts is not { } own)
                return null;
            var least = own.Quality + Better;
            return decision.Candidates.Any(other => other.Eligible && other.Model.Id != decision.Model.Id && other.Parts?.Quality >= least) ? least : null;
        }
    }

    public double? Confidence => DraftConfidence.Of(_logProbs);

    public void Add(ChatResponseUpdate update)
    {
        _updates.Add(update);
        foreach (var token in update.LogProbs ?? [])
            _logProbs.Add(token.Logprob);
    }
}
