using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Residency;

/// <summary>Callers without a lease, grouped by model; groups and their members in order of arrival.</summary>
internal sealed class WaitingRoom
{
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Group> _byWaiter = [];

    public int Count => _byWaiter.Count;

    public IReadOnlyCollection<Group> Groups => _groups.Values;

    /// <summary>The group that has waited longest first.</summary>
    public IEnumerable<Group> ByAge => _groups.Values.OrderBy(g => g.OldestSince).ThenBy(g => g.OldestWaiter);

    public Group? Find(string modelId) => _groups.GetValueOrDefault(modelId);

    public int CountFor(string modelId) => Find(modelId)?.Waiters.Count ?? 0;

    public void Add(long waiter, ModelDefinition model, LoadDemand demand, DateTimeOffset now)
    {
        if (!_groups.TryGetValue(model.Id, out var group))
            _groups.Add(model.Id, group = new Group(model));
        group.Add(new Member(waiter, demand, now));
        _byWaiter.Add(waiter, group);
    }

    /// <summary>Null: it was not waiting. Else the model it waited for.</summary>
    public ModelDefinition? Remove(long waiter)
    {
        if (!_byWaiter.Remove(waiter, out var group))
            return null;
        group.RemoveWhere(m => m.Waiter == waiter);
        Forget(group);
        return group.Model;
    }

    /// <summary>Takes those of one model's group that the condition holds for, in order of arrival.</summary>
    public IReadOnlyList<Member> Take(string modelId, Predicate<Member>? condition = null)
    {
        if (!_groups.TryGetValue(modelId, out var group))
            return [];
        var taken = group.RemoveWhere(condition ?? (_ => true));
        foreach (var member in taken)
            _byWaiter.Remove(member.Waiter);
        Forget(group);
        return taken;
    }

    private void Forget(Group group)
    {
        if (group.Waiters.Count == 0)
            _groups.Remove(group.Model.Id);
    }

    internal readonly record struct Member(long Waiter, LoadDemand Demand, DateTimeOffset Since);

    internal sealed class Group(ModelDefinition model)
    {
        private readonly LinkedList<Member> _waiters = [];

        // The members' arrivals after the first one's, added up.
        private DateTimeOffset _origin;
        private TimeSpan _sinceOrigin;

        public ModelDefinition Model { get; } = model;
        public IReadOnlyCollection<Member> Waiters => _waiters;
        public Member Oldest => _waiters.First!.Value;
        public DateTimeOffset OldestSince => Oldest.Since;
        public long OldestWaiter => Oldest.Waiter;

        /// <summary>When time alone changes the group's lot next; null: never.</summary>
        public DateTimeOffset? LookAgainAt { get; set; }

        /// <summary>The context that was asked for last; null: nobody asked for one.</summary>
        public int? ContextLength => _waiters.LastOrDefault(m => m.Demand.ContextLength is not null).Demand?.ContextLength;

        /// <summary>How keys and values are to be kept, as was asked for last; null: nobody asked.</summary>
        public KvCacheType? KvType => _waiters.LastOrDefault(m => m.Demand.KvType is not null).Demand?.KvType;

        /// <summary>Tokens of context that will do for all of them; null: somebody wants the whole.</summary>
        public int? SufficientContext =>
            _waiters.All(m => m.Demand.SufficientContext is not null) ? _waiters.Max(m => m.Demand.SufficientContext) : null;

        /// <summary>When all of them together will have waited for so long.</summary>
        public DateTimeOffset WhenWaited(TimeSpan together) =>
            _origin + ((together + _sinceOrigin) / _waiters.Count);

        public void Add(Member member)
        {
            if (_waiters.Count == 0)
                (_origin, _sinceOrigin) = (member.Since, TimeSpan.Zero);
            _waiters.AddLast(member);
            _sinceOrigin += member.Since - _origin;
        }

        public IReadOnlyList<Member> RemoveWhere(Predicate<Member> condition)
        {
            var removed = new List<Member>();
            for (var node = _waiters.First; node is not null;)
            {
                var next = node.Next;
                if (condition(node.Value))
                {
                    removed.Add(node.Value);
                    _sinceOrigin -= node.Value.Since - _origin;
                    _waiters.Remove(node);
                }
                node = next;
            }
            return removed;
        }
    }
}
