using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Tests.Residency;

/// <summary>A request of a trace.</summary>
/// <param name="At">Seconds from the start.</param>
/// <param name="Model">What it asks for.</param>
/// <param name="Seconds">How long its answer takes.</param>
internal readonly record struct TraceRequest(double At, string Model, double Seconds);

/// <summary>What a trace came to.</summary>
internal sealed record TraceOutcome(int Loads, IReadOnlyList<double> Waits, int Failed)
{
    public double Longest => Waits.Max();
}

/// <summary>Plays a trace against the scheduler in simulated time: loads, unloads and answers take as long as they are said to.</summary>
internal sealed class TraceReplay : IResidencyEffects
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Action, (DateTimeOffset At, long Order)> _agenda = new();
    private readonly Dictionary<long, TraceRequest> _requests = [];
    private readonly Dictionary<long, DateTimeOffset> _came = [];
    private readonly HashSet<long> _ended = [];
    private readonly List<double> _waits = [];
    private readonly ResidencyScheduler _scheduler;
    private readonly double _loadSeconds;
    private readonly double _unloadSeconds;
    private DateTimeOffset _now = Start;
    private DateTimeOffset? _tickAt;
    private long _order;
    private int _loads;
    private int _failed;

    private TraceReplay(ResidencyRules rules, FakeFacts facts, double loadSeconds, double unloadSeconds)
    {
        _scheduler = new ResidencyScheduler(rules, facts, this);
        (_loadSeconds, _unloadSeconds) = (loadSeconds, unloadSeconds);
    }

    public static TraceOutcome Play(
        IEnumerable<TraceRequest> trace, int maxModels, TimeSpan maxWait, TimeSpan patience, double loadSeconds, double unloadSeconds = 0.05, FakeFacts? facts = null)
    {
        var rules = new ResidencyRules(
            [new HostRules("host0", maxModels, new MemoryRules(ReserveBytes: 0))], TimeSpan.FromMinutes(30), maxWait, patience, 10_000, 10_000);
        var replay = new TraceReplay(rules, facts ?? new FakeFacts(), loadSeconds, unloadSeconds);
        foreach (var request in trace)
            replay.At(Start.AddSeconds(request.At), () => replay.Come(request));
        replay.Run();
        return new TraceOutcome(replay._loads, replay._waits, replay._failed);
    }

    void IResidencyEffects.StartLoad(LoadOrder order)
    {
        _loads++;
        After(_loadSeconds, () =>
        {
            if (!_ended.Contains(order.Load))
                _scheduler.Loaded(order.Load, 8, long.MaxValue, _now);
        });
    }

    void IResidencyEffects.Unload(long load, Error reason)
    {
        _ended.Add(load);
        After(_unloadSeconds, () => _scheduler.Unloaded(load, _now));
    }

    void IResidencyEffects.Grant(long waiter, long load)
    {
        _waits.Add((_now - _came[waiter]).TotalSeconds);
        After(_requests[waiter].Seconds, () => _scheduler.Released(load, _now));
    }

    void IResidencyEffects.Fail(long waiter, Error error) => _failed++;

    void IResidencyEffects.AnswerUnload(long asker, Result<bool> answer)
    {
    }

    void IResidencyEffects.Report(ResidencyEvent happened)
    {
    }

    private void Come(TraceRequest request)
    {
        var waiter = _requests.Count + 1L;
        _requests.Add(waiter, request);
        _came.Add(waiter, _now);
        _scheduler.Acquire(waiter, SchedulerWorld.Model(request.Model), LoadDemand.Default, _now);
    }

    private void Run()
    {
        while (_waits.Count + _failed < _requests.Count || _agenda.Count > 0)
        {
            if (_scheduler.NextTick() is { } tick && tick != _tickAt && (_agenda.Count > 0 || _scheduler.Waiting.Count > 0))
                At((_tickAt = tick).Value, () => _scheduler.Tick(_now));
            if (!_agenda.TryDequeue(out var happens, out var due))
                return;
            _now = due.At > _now ? due.At : _now;
            happens();
        }
    }

    private void After(double seconds, Action happens) => At(_now.AddSeconds(seconds), happens);

    private void At(DateTimeOffset at, Action happens) => _agenda.Enqueue(happens, (at, ++_order));
}
