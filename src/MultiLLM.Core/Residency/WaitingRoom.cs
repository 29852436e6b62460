using MultiLLM.Core.Catalog;

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

    public int CountFor(string modelId) => _groups.GetValueOrDefault(modelId)?.Waiters.Count ?? 0;

    public void Add(long waiter, ModelDefinition model, DateTimeOffset now)
    {
        if (!_groups.TryGetValue(model.Id, out var group))
            _groups.Add(model.Id, group = new Group(model));
        group.Waiters.AddLast((waiter, now));
        _byWaiter.Add(waiter, group);
    }

    public bool Remove(long waiter)
    {
        if (!_byWaiter.Remove(waiter, out var group))
            return false;
        for (var node = group.Waiters.First; node is not null; node = node.Next)
        {
            if (node.Value.Waiter != waiter)
                continue;
            group.Waiters.Remove(node);
            break;
        }
        if (group.Waiters.Count == 0)
            _groups.Remove(group.Model.Id);
        return true;
    }

    /// <summary>Empties one model's group; its members in order of arrival.</summary>
    public IReadOnlyList<long> TakeAll(string modelId)
    {
        if (!_groups.Remove(modelId, out var group))
            return [];
        foreach (var (waiter, _) in group.Waiters)
            _byWaiter.Remove(waiter);
        return [.. group.Waiters.Select(w => w.Waiter)];
    }

    internal sealed class Group(ModelDefinition model)
    {
        public ModelDefinition Model { get; } = model;
        public LinkedList<(long Waiter, DateTimeOffset Since)> Waiters { get; } = [];
        public DateTimeOffset OldestSince => Waiters.First!.Value.Since;

        /// <summary>Has waited for room longer than the bound.</summary>
        public bool Overdue { get; set; }
        public long OldestWaiter => Waiters.First!.Value.Waiter;
    }
}
