namespace MultiLLM.Core.Selection.Decisions;

/// <summary>A ring of the newest decisions.</summary>
internal sealed class DecisionLog(int capacity) : IDecisionLog
{
    private readonly Lock _gate = new();
    private readonly LinkedList<RecordedDecision> _newestFirst = new();
    private readonly Dictionary<string, RecordedDecision> _byId = new(StringComparer.Ordinal);

    public DecisionLog() : this(2048)
    {
    }

    public void Add(RecordedDecision decision)
    {
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

    private static bool Matches(RecordedDecision recorded, DecisionFilter filter)
    {
        var decision = recorded.Decision;
        return (filter.ModelId is null || filter.ModelId.Equals(decision.Model.Id, StringComparison.OrdinalIgnoreCase))
            && (filter.Task is null || filter.Task == decision.Reading?.Task)
            && (filter.ConversationId is null || filter.ConversationId == decision.ConversationId)
            && (filter.Automatic is null || filter.Automatic == AutoName.TryParse(decision.Requested, out _))
            && (filter.FellBack is null || filter.FellBack == decision.Fallbacks.Count > 0)
            && (filter.Before is null || recorded.At < filter.Before);
    }
}
