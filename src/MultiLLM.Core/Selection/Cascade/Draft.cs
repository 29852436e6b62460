using Microsoft.Extensions.AI;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Selection.Cascade;

/// <summary>A small model's answer that is held back until it is judged.</summary>
/// <param name="threshold">Of its confidence.</param>
internal sealed class Draft(double threshold)
{
    /// <summary>Points of quality that make another model a better one.</summary>
    private const double Better = 0.1;

    /// <summary>A draft so far below the threshold does not recover: giving it up here changes next to no verdict and spares half of its tokens.</summary>
    private const double HopelessShare = 0.7;
    private const int TokensBetweenLooks = 16;

    private readonly List<ChatResponseUpdate> _updates = [];
    private readonly List<double> _logProbs = [];
    private int _nextLook = TokensBetweenLooks;

    public IReadOnlyList<ChatResponseUpdate> Updates => _updates;
    public double Threshold => threshold;

    /// <summary>Null: it has not begun.</summary>
    public SelectionDecision? Decision => _updates.Count > 0 ? _updates[0].Decision : null;

    /// <summary>It came to its end.</summary>
    public bool IsWhole => _updates.Count > 0 && _updates[^1].FinishReason is not null;

    /// <summary>Null: it said nothing so far.</summary>
    public double? Confidence => DraftConfidence.Of(_logProbs);

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

    /// <returns>False: it need not be read on.</returns>
    public bool Add(ChatResponseUpdate update)
    {
        _updates.Add(update);
        foreach (var token in update.LogProbs ?? [])
            _logProbs.Add(token.Logprob);
        if (_logProbs.Count < _nextLook)
            return true;
        _nextLook = Math.Max(_logProbs.Count + TokensBetweenLooks, _logProbs.Count * 5 / 4);
        return IsWhole || !(Confidence < threshold * HopelessShare);
    }
}
