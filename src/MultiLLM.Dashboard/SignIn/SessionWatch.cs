using System.Collections.Immutable;

namespace MultiLLM.Dashboard.SignIn;

/// <summary>
/// Tells open pages that whoever opened them counts no more: a connection that is there is not asked for its key again. One look at all of them at a steady
/// pace, in memory, and only while there are any.
/// </summary>
public sealed class SessionWatch : IDisposable
{
    internal static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly ISignIn _keys;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private ImmutableList<Watching> _open = [];

    public SessionWatch(ISignIn keys, TimeProvider time)
    {
        _keys = keys;
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Calls back once, on any thread, when this person's page may not go on.</summary>
    public IDisposable Watch(PersonIdentity person, Action ended)
    {
        var watching = new Watching(this, person, ended);
        lock (_gate)
        {
            if (_open.IsEmpty)
                _timer.Change(Pace, Pace);
            _open = _open.Add(watching);
        }
        return watching;
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        foreach (var watching in Volatile.Read(ref _open))
        {
            if (_keys.Counts(watching.Person))
                continue;
            Leave(watching);
            watching.Ended();
        }
    }

    private void Leave(Watching watching)
    {
        lock (_gate)
        {
            _open = _open.Remove(watching);
            if (_open.IsEmpty)
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private sealed class Watching(SessionWatch watch, PersonIdentity person, Action ended) : IDisposable
    {
        public PersonIdentity Person => person;
        public Action Ended => ended;

        public void Dispose() => watch.Leave(this);
    }
}
