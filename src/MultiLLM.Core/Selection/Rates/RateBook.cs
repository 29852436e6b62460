using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Selection.Rates;

/// <summary>
/// Owner of the measured rates. Readers see them without waiting; they are written to their file some seconds later, away from requests, and at the end.
/// </summary>
internal sealed class RateBook : IModelRates, IDisposable
{
    public static readonly TimeSpan WriteAfter = TimeSpan.FromSeconds(5);

    private readonly IResidency _residency;
    private readonly RateStore _store;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<(string ModelId, long SizeBytes), RateEntry> _entries = new();
    private readonly Dictionary<(string ModelId, long SizeBytes), DateTimeOffset> _loadsSeen = [];
    private readonly Lock _learning = new();
    private readonly Lock _writing = new();
    private readonly ITimer _timer;
    private volatile MachineSpeed _machine;
    private bool _unwritten;
    private bool _disposed;

    public RateBook(IResidency residency, IOptions<MultiLLMOptions> options, TimeProvider time, ILogger<RateStore> log)
    {
        (_residency, _time) = (residency, time);
        _store = new RateStore(Path.Combine(options.Value.Home, RateStore.FileName), log);
        foreach (var entry in _store.Read())
            _entries[KeyOf(entry)] = entry;
        _machine = MachineSpeed.Of(OfThisMachine);
        _timer = time.CreateTimer(_ => Write(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ModelRates Of(ModelDefinition model)
    {
        var expected = RateExpectation.Of(model, _machine);
        return _entries.TryGetValue(KeyOf(model), out var measured)
            ? new ModelRates(
                measured.PromptTokensPerSecond ?? expected.PromptTokensPerSecond, measured.DecodeTokensPerSecond ?? expected.DecodeTokensPerSecond,
                measured.LoadSeconds ?? expected.LoadSeconds, IsMeasured: measured.DecodeTokensPerSecond is not null)
            {
                FirstOutputSeconds = measured.FirstOutputSeconds ?? expected.FirstOutputSeconds,
            }
            : expected;
    }

    public void Answered(ModelDefinition model, GenerationFinished finished)
    {
        var residency = _residency.Snapshot; // the answer's own lease is still out
        var standing = residency.Find(model.Id);
        var slowDown = Sharing.SlowDown((standing?.InFlight ?? 1) - 1, Sharing.OthersAtWork(residency, model.Id));
        lock (_learning)
        {
            var key = KeyOf(model);
            var entry = _entries.GetValueOrDefault(key) ?? new RateEntry(model.Id, model.SizeBytes, model.Parameters, null, null, null, default);
            entry = model.IsRemote ? RateLearning.AnsweredElsewhere(entry, finished) : RateLearning.Answered(entry, finished, slowDown);
            if (IsNewLoad(key, standing))
                entry = RateLearning.Loaded(entry, standing!.LoadTime.TotalSeconds);
            entry = entry with { MeasuredAt = _time.GetUtcNow() };
            if (!entry.IsPossible())
                return;
            if (_entries.Count >= RateStore.MaxEntries && !_entries.ContainsKey(key))
                Forget(KeyOf(_entries.Values.MinBy(known => known.MeasuredAt)!));
            _entries[key] = entry;
            _machine = MachineSpeed.Of(OfThisMachine);
            WriteSoon();
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        Write();
        lock (_writing)
            _disposed = true;
    }

    /// <summary>
    /// Residency counts a load from its order to ready, without what callers waited for room, and knows also those that no request waited for.
    /// </summary>
    private bool IsNewLoad((string, long) key, ModelResidency? standing)
    {
        if (standing is not { State: ModelState.Ready, LoadTime.Ticks: > 0 } || (_loadsSeen.TryGetValue(key, out var seen) && seen == standing.LoadedAt))
            return false;
        _loadsSeen[key] = standing.LoadedAt;
        return true;
    }

    private void Forget((string, long) key)
    {
        _entries.TryRemove(key, out _);
        _loadsSeen.Remove(key);
    }

    /// <summary>Remote models have no file, and say nothing of this machine.</summary>
    private IEnumerable<RateEntry> OfThisMachine => _entries.Values.Where(entry => entry.SizeBytes > 0);

    private void WriteSoon()
    {
        if (_unwritten)
            return;
        _unwritten = true;
        _timer.Change(WriteAfter, Timeout.InfiniteTimeSpan);
    }

    private void Write()
    {
        lock (_writing)
        {
            IReadOnlyList<RateEntry> entries;
            lock (_learning)
            {
                if (!_unwritten || _disposed)
                    return;
                _unwritten = false;
                entries = [.. _entries.Values.OrderBy(entry => entry.MeasuredAt)];
            }
            _store.Write(entries);
        }
    }

    private static (string, long) KeyOf(ModelDefinition model) => (model.Id, model.SizeBytes);

    private static (string, long) KeyOf(RateEntry entry) => (entry.ModelId, entry.SizeBytes);
}
