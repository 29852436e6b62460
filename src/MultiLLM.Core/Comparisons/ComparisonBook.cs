using System.Threading.Channels;
using MultiLLM.Core.Comparisons.Votes;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Comparisons;

/// <summary>Owner of all comparisons, a bounded number. Safe from any thread, without waiting.</summary>
internal sealed class ComparisonBook(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, Entry> _entries = new(StringComparer.Ordinal); // the oldest first
    private readonly Channel<string> _queue = Channel.CreateUnbounded<string>(new() { SingleReader = true });

    /// <summary>Those to run, in the order they came. Bounded by <see cref="ComparisonLimits.MostQueued"/>.</summary>
    public ChannelReader<string> Queue => _queue.Reader;

    public IReadOnlyList<Comparison> All
    {
        get
        {
            lock (_gate)
                return [.. _entries.Values.Select(entry => entry.Comparison).Reverse()];
        }
    }

    public Result<Comparison> Add(Comparison comparison)
    {
        lock (_gate)
        {
            if (_entries.Values.Count(entry => !entry.Comparison.IsOver) >= ComparisonLimits.MostQueued)
                return new Error(ErrorCode.QueueFull, $"{ComparisonLimits.MostQueued} comparisons are not over yet.", RetryAfter: TimeSpan.FromSeconds(10));
            while (_entries.Count >= ComparisonLimits.MostKept)
                Forget(_entries.First(entry => entry.Value.Comparison.IsOver).Key);
            _entries.Add(comparison.Id, new Entry(comparison));
            _queue.Writer.TryWrite(comparison.Id);
            return comparison;
        }
    }

    public Result<Comparison> Find(string id)
    {
        lock (_gate)
            return _entries.TryGetValue(id, out var entry) ? entry.Comparison : NotFound(id);
    }

    /// <summary>Null: it was stopped before its turn. The token is cancelled when somebody stops it.</summary>
    public (Comparison Comparison, CancellationToken Stop)? Begin(string id)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(id, out var entry) || entry.Comparison.State != ComparisonState.Queued)
                return null;
            entry.Change(comparison => comparison with { State = ComparisonState.Running, StartedAt = time.GetUtcNow() });
            return (entry.Comparison, entry.Stop.Token);
        }
    }

    public Result<Comparison> Change(string id, Func<Comparison, Comparison> change)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(id, out var entry))
                return NotFound(id);
            entry.Change(change);
            return entry.Comparison;
        }
    }

    public Result<Comparison> End(string id, ComparisonState state) => Change(id, comparison => comparison.IsOver
        ? comparison
        : comparison with { State = state, EndedAt = time.GetUtcNow(), Waiting = null });

    public Result<Comparison> Stop(string id)
    {
        CancellationTokenSource stop;
        Comparison stopped;
        lock (_gate)
        {
            if (!_entries.TryGetValue(id, out var entry))
                return NotFound(id);
            if (entry.Comparison.IsOver)
            {
                Forget(id);
                return entry.Comparison;
            }
            entry.Change(comparison => comparison with { State = ComparisonState.Cancelled, EndedAt = time.GetUtcNow(), Waiting = null });
            (stop, stopped) = (entry.Stop, entry.Comparison);
        }
        stop.Cancel(); // whoever it wakes asks for the lock
        return stopped;
    }

    public async Task<Result<Comparison>> ChangedAsync(string id, long version, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (!_entries.TryGetValue(id, out var entry))
                    return NotFound(id);
                if (entry.Comparison.Version > version)
                    return entry.Comparison;
                changed = entry.Changed;
            }
            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>What keeps a vote from being cast; null: nothing.</summary>
    public static Error? Hindrance(Comparison comparison, PromptVote vote)
    {
        if (!comparison.IsAnswered(vote.Prompt))
            return new Error(ErrorCode.ComparisonUnfinished, $"Not all models have answered prompt {vote.Prompt} yet.", "prompt");
        if (comparison.Votes.ContainsKey(vote.Prompt))
            return new Error(ErrorCode.AlreadyVoted, $"A vote was cast on prompt {vote.Prompt} already; there is one for each.", "prompt");
        var failed = vote.Between.FirstOrDefault(model => comparison.Answers[new AnswerPlace(model, vote.Prompt)].Failure is not null, -1);
        return failed >= 0 && vote.Kind != VoteKind.Skip
            ? new Error(ErrorCode.InvalidRequest, "An answer that failed cannot be voted on; name those that can in between, or skip the prompt.", "between")
            : null;
    }

    private void Forget(string id)
    {
        _entries.Remove(id, out var entry);
        entry!.Wake();
    }

    private static Error NotFound(string id) => new(ErrorCode.ComparisonNotFound, $"There is no comparison \"{id}\", or it is no longer remembered.", "id");

    private sealed class Entry(Comparison comparison)
    {
        private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Comparison Comparison { get; private set; } = comparison;
        public CancellationTokenSource Stop { get; } = new(); // without a timer there is nothing to dispose
        public Task Changed => _changed.Task;

        public void Change(Func<Comparison, Comparison> change)
        {
            var next = change(Comparison);
            if (ReferenceEquals(next, Comparison))
                return;
            Comparison = next with { Version = Comparison.Version + 1 };
            Wake();
        }

        public void Wake()
        {
            var woken = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            woken.SetResult();
        }
    }
}
