using System.Diagnostics;

namespace MultiLLM.GatewayBench;

/// <param name="PerSecond">That were really sent.</param>
/// <param name="Times">From the moment a request was due to the end of its answer: what the generator itself is late counts, too, and the direct way shows how much that is.</param>
/// <param name="Failed">Without a good answer.</param>
internal sealed record OpenLoopRun(double PerSecond, Times Times, int Failed);

/// <summary>Requests at a fixed rate, evenly spread, whatever became of the earlier ones; all on this thread.</summary>
internal sealed class OpenLoop(Target target, int rate, int seconds)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly int _total = rate * seconds;
    private readonly List<Connection> _busy = [];
    private readonly List<double> _times = new(rate * seconds);
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _sent;
    private int _failed;

    public OpenLoopRun Run()
    {
        while (_sent < _total || _busy.Count > 0)
        {
            SendDue();
            var ready = Readiness.Wait(_busy, _sent < _total ? Until(Due(_sent)) : Patience);
            if (ready.Count == 0 && _sent == _total)
                break;
            foreach (var connection in ready)
            {
                if (connection.Receive())
                    End(connection);
            }
        }
        var perSecond = _sent / Stopwatch.GetElapsedTime(_start).TotalSeconds;
        return new OpenLoopRun(perSecond, new Times(_times), _failed + _busy.Count);
    }

    private void SendDue()
    {
        for (; _sent < _total && Stopwatch.GetTimestamp() >= Due(_sent); _sent++)
            _busy.Add(target.Send(Due(_sent)));
    }

    private void End(Connection connection)
    {
        _busy.Remove(connection);
        if (target.End(connection))
            _times.Add(Stopwatch.GetElapsedTime(connection.Due).TotalMilliseconds);
        else
            _failed++;
    }

    private long Due(int request) => _start + (long)((double)request / rate * Stopwatch.Frequency);

    private static TimeSpan Until(long due) => Stopwatch.GetTimestamp() is var now && due > now ? Stopwatch.GetElapsedTime(now, due) : TimeSpan.Zero;
}
