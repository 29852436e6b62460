using System.Collections.Frozen;
using System.Globalization;

namespace MultiLLM.Core.Selection;

/// <summary>
/// A model that fails several times in a row is passed over, the longer the more often it failed. Then a single request tries it: if that goes well
/// everybody may use it again, if not the pause begins anew.
/// </summary>
internal sealed class Circuits(TimeProvider time) : ICircuits
{
    private const int Tolerated = 3;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Circuit> _failing = new(StringComparer.Ordinal);
    private readonly long _start = time.GetTimestamp();

    public FrozenDictionary<string, string> Open
    {
        get
        {
            lock (_gate)
            {
                if (_failing.Count == 0)
                    return FrozenDictionary<string, string>.Empty;
                var now = Now;
                return _failing.Where(f => IsPassedOver(f.Value, now)).ToFrozenDictionary(f => f.Key, f => Why(f.Value, now), StringComparer.Ordinal);
            }
        }
    }

    public CircuitAttempt? TryBegin(string modelId, bool insists)
    {
        lock (_gate)
        {
            var now = Now;
            var attempt = new CircuitAttempt(this, modelId, now);
            if (!_failing.TryGetValue(modelId, out var circuit) || circuit.Failures < Tolerated)
                return attempt;
            if (!insists && IsPassedOver(circuit, now))
                return null;
            circuit.Trial ??= attempt;
            return attempt;
        }
    }

    internal void Failed(CircuitAttempt attempt, string reason)
    {
        lock (_gate)
        {
            if (!_failing.TryGetValue(attempt.ModelId, out var circuit))
                _failing[attempt.ModelId] = circuit = new Circuit();
            EndTrial(circuit, attempt);
            // All requests that were under way when a model crashed fail at once: that is one failure, not many.
            if (circuit.Failures > 0 && attempt.BeganAt < circuit.FailedAt)
                return;
            var now = Now;
            circuit.Failures++;
            circuit.FailedAt = now;
            circuit.Reason = reason;
            var pause = First * Math.Pow(2, Math.Clamp(circuit.Failures - Tolerated, 0, 10));
            circuit.Until = now + (pause < Longest ? pause : Longest);
        }
    }

    internal void Succeeded(CircuitAttempt attempt)
    {
        lock (_gate)
            _failing.Remove(attempt.ModelId);
    }

    internal void EndedWithoutVerdict(CircuitAttempt attempt)
    {
        lock (_gate)
        {
            if (_failing.TryGetValue(attempt.ModelId, out var circuit))
                EndTrial(circuit, attempt);
        }
    }

    private TimeSpan Now => time.GetElapsedTime(_start);

    private static bool IsPassedOver(Circuit circuit, TimeSpan now) => circuit.Failures >= Tolerated && (circuit.Until > now || circuit.Trial is not null);

    private static string Why(Circuit circuit, TimeSpan now) => string.Create(
        CultureInfo.InvariantCulture,
        $"it failed {circuit.Failures} times in a row and {(circuit.Until > now ? "is passed over for a while" : "one request is just trying it again")}: {circuit.Reason}");

    private static void EndTrial(Circuit circuit, CircuitAttempt attempt)
    {
        if (circuit.Trial == attempt)
            circuit.Trial = null;
    }

    private sealed class Circuit
    {
        /// <summary>In a row.</summary>
        public int Failures { get; set; }
        public TimeSpan FailedAt { get; set; }

        /// <summary>Nobody but who insists gets to the model before.</summary>
        public TimeSpan Until { get; set; }
        public string Reason { get; set; } = "";

        /// <summary>The one request that may try it after the pause; null: none does just now.</summary>
        public CircuitAttempt? Trial { get; set; }
    }
}

/// <summary>One request's turn with one model. What became of it is told once; disposing it untold says nothing for or against the model.</summary>
internal sealed class CircuitAttempt(Circuits circuits, string modelId, TimeSpan beganAt) : IDisposable
{
    private bool _told;

    public string ModelId => modelId;
    public TimeSpan BeganAt => beganAt;

    public void Succeeded()
    {
        if (Tell())
            circuits.Succeeded(this);
    }

    public void Failed(string reason)
    {
        if (Tell())
            circuits.Failed(this, reason);
    }

    public void Dispose()
    {
        if (Tell())
            circuits.EndedWithoutVerdict(this);
    }

    private bool Tell() => !Interlocked.Exchange(ref _told, true);
}
