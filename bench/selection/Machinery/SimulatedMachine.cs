using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.SelectionBench.World;

namespace MultiLLM.SelectionBench.Machinery;

/// <summary>The service's own scheduler over loads and answers that only take time.</summary>
internal sealed class SimulatedMachine : IResidencyEffects, IResidencyFacts, IResidency
{
    private const double UnloadSeconds = 0.2;
    private static readonly Dictionary<long, ModelLoad> NoLoads = [];

    private readonly Scenario _scenario;
    private readonly SimulatedFootprints _footprints;
    private readonly SimulatedTime _time;
    private readonly ResidencyRules _rules;
    private readonly ResidencyScheduler _scheduler;
    private readonly Dictionary<string, int> _indexes;
    private readonly Dictionary<long, SimulatedRunner> _runners = [];
    private readonly Dictionary<long, (double Start, double End, int Model)> _loading = [];
    private readonly List<(double End, long Load)> _leaving = [];
    private readonly Dictionary<long, Answer> _waiting = [];
    private ResidencySnapshot? _snapshot;
    private long _lastWaiter;

    public SimulatedMachine(Scenario scenario, SimulatedFootprints footprints, MultiLLMOptions options, SimulatedTime time)
    {
        (_scenario, _footprints, _time) = (scenario, footprints, time);
        _indexes = scenario.Models.Index().ToDictionary(model => model.Item.Id, model => model.Index, StringComparer.Ordinal);
        _rules = new ResidencyRules(
            [new HostRules(HostRules.Local, options.MaxConcurrentModels, new MemoryRules(ReserveBytes: 0, scenario.Machine.BudgetBytes))],
            TimeSpan.FromMinutes(options.InactiveThresholdMinutes), options.MaxWaitForRoom, options.SwitchPatience, options.MaxWaitingPerModel, options.MaxQueuedRequests);
        _scheduler = new ResidencyScheduler(_rules, this, this);
    }

    /// <summary>Models that left memory.</summary>
    public int Swaps { get; private set; }

    /// <summary>As rankings see it.</summary>
    public ResidencySnapshot Snapshot
    {
        get
        {
            if (_snapshot is not null)
                return _snapshot;
            foreach (var (load, (start, end, _)) in _loading)
                _scheduler.Progress(load, (_time.Seconds - start) / (end - start));
            return _snapshot = Snapshots.Take(_scheduler, NoLoads, _rules);
        }
    }

    public void Ask(Answer answer)
    {
        _snapshot = null;
        _waiting.Add(++_lastWaiter, answer);
        _scheduler.Acquire(_lastWaiter, _scenario.Models[answer.Model], LoadDemand.Default, _time.GetUtcNow());
    }

    /// <summary>When something happens next by itself; infinity: never.</summary>
    public double NextEvent()
    {
        var next = _scheduler.NextTick() is { } tick ? SimulatedTime.SecondsOf(tick) : double.PositiveInfinity;
        foreach (var (_, end, _) in _loading.Values)
            next = Math.Min(next, end);
        foreach (var (end, _) in _leaving)
            next = Math.Min(next, end);
        var busy = BusyModels();
        foreach (var runner in _runners.Values)
            next = Math.Min(next, runner.NextEnd(_time.Seconds, busy));
        return next;
    }

    /// <summary>Lets time pass up to the next event at most.</summary>
    /// <param name="until">Seconds.</param>
    /// <param name="ended">Told of each answer that ends, while its model is still lent.</param>
    public void Advance(double until, Action<Answer> ended)
    {
        _snapshot = null;
        var busy = BusyModels();
        foreach (var runner in _runners.Values)
            runner.Work(until - _time.Seconds, busy);
        _time.Seconds = until;
        foreach (var (load, runner) in _runners.ToList())
        {
            foreach (var answer in runner.TakeEnded(until))
            {
                ended(answer);
                _scheduler.Released(load, _time.GetUtcNow());
                _snapshot = null;
            }
        }
        foreach (var (load, (_, end, model)) in _loading.ToList())
        {
            if (end > until || !_loading.Remove(load))
                continue;
            var slots = _footprints.PlanFor(_scenario.Models[model]).Slots;
            _runners.Add(load, new SimulatedRunner(_scenario, model, slots));
            _scheduler.Loaded(load, slots, seenBytes: 0, _time.GetUtcNow());
        }
        foreach (var (end, load) in _leaving.ToList())
        {
            if (end <= until && _leaving.Remove((end, load)))
                _scheduler.Unloaded(load, _time.GetUtcNow());
        }
        _scheduler.Tick(_time.GetUtcNow());
    }

    void IResidencyEffects.StartLoad(LoadOrder order)
    {
        var model = _indexes[order.Model.Id];
        _loading.Add(order.Load, (_time.Seconds, _time.Seconds + _scenario.Machine.LoadSeconds(order.Model), model));
    }

    void IResidencyEffects.Unload(long load, Error reason)
    {
        Swaps++;
        _runners.Remove(load);
        _loading.Remove(load);
        _leaving.Add((_time.Seconds + UnloadSeconds, load));
    }

    void IResidencyEffects.Grant(long waiter, long load)
    {
        _waiting.Remove(waiter, out var answer);
        _runners[load].Take(answer!, _time.Seconds);
    }

    void IResidencyEffects.Fail(long waiter, Error error) => throw new InvalidOperationException($"A request was refused, which this trace is too small for: {error.Message}");

    void IResidencyEffects.AnswerUnload(long asker, Result<bool> answer) => throw new NotSupportedException();

    void IResidencyEffects.Report(ResidencyEvent happened)
    {
        // nobody looks
    }

    MemoryStanding IResidencyFacts.Memory(int host) => new(_scenario.Machine.BudgetBytes, _scenario.Machine.BudgetBytes, "simulated");

    LoadPlan IResidencyFacts.PlanFor(ModelDefinition model, int? contextLength) => _footprints.PlanFor(model, contextLength);

    Footprint? IResidencyFacts.Estimate(ModelDefinition model, LoadPlan plan) => _footprints.Estimate(model, plan);

    ValueTask<Result<ModelLease>> IResidency.EnsureReadyAsync(ModelDefinition model, LoadDemand demand, CancellationToken cancellationToken) => throw new NotSupportedException();

    ValueTask<Result<bool>> IResidency.UnloadAsync(string modelId, CancellationToken cancellationToken) => throw new NotSupportedException();

    ValueTask<Result<bool>> IResidency.UnpinAsync(string modelId, CancellationToken cancellationToken) => throw new NotSupportedException();

    private int BusyModels() => _runners.Values.Count(runner => runner.IsBusy);
}
