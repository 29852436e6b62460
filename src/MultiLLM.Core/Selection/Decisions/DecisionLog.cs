namespace MultiLLM.Core.Selection.Decisions;

/// <summary>A ring of the newest decisions.</summary>
internal sealed class DecisionLog(int capacity) : IDecisionLog
{
    /// <summary>With fifty models the words about all candidates would be most of what is kept.</summary>
    private const int KeptCandidates = 10;

    private readonly Lock _gate = new();
    private readonly LinkedList<RecordedDecision> _newestFirst = new();
    private readonly Dictionary<string, RecordedDecision> _byId = new(StringComparer.Ordinal);

    public DecisionLog() : this(2048)
    {
    }

    public void Add(RecordedDecision decision)
    {
        decision = Shortened(decision);
        lock (_gate)
        {
            _newestFirst.AddFirst(decision);
            _byId[decision.Decision.Id] = decision;
            if (_newestFirst.Count <= capacity)
                return;
            _byId.Remove(_newestFirst.Last!.Value.Decision.Id);
            _newestFirst.RemoveLast();
        }
    }

    public RecordedDecision? Find(string id)
    {
        lock (_gate)
            return _byId.GetValueOrDefault(id);
    }

    public IReadOnlyList<RecordedDecision> Query(DecisionFilter filter)
    {
        lock (_gate)
            return [.. _newestFirst.Where(recorded => Matches(recorded, filter)).Take(filter.Limit)];
    }

    private static RecordedDecision Shortened(RecordedDecision recorded)
    {
        var (candidates, chosen) = (recorded.Decision.Candidates, recorded.Decision.Model.Id);
        if (candidates.Count <= KeptCandidates)
            return recorded;
        var kept = candidates.Where((candidate, place) => place < KeptCandidates || candidate.Model.Id == chosen);
        return recorded with { Decision = recorded.Decision with { Candidates = [.. kept] } };
    }

    private static bool Matches(RecordedDecision recorded, DecisionFilter filter)
    {
        var decision = recorded.Decision;
        return (filter.ModelId is null || filter.ModelId.Equals(decision.Model.Id, StringComparison.OrdinalIgnoreCase))
            && (filter.Task is null || filter.Task == recorded.Reading.Task)
            && (filter.ConversationId is null || filter.ConversationId == decision.ConversationId)
            && (filter.KeyId is null || filter.KeyId == recorded.KeyId)
            && (filter.Automatic is null || filter.Automatic == AutoName.TryParse(decision.Requested, out _))
            && (filter.FellBack is null || filter.FellBack == decision.Fallbacks.Count > 0)
            && (filter.Before is null || recorded.At < filter.Before);
    }
}
