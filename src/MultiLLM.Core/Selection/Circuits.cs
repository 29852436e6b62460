using System.Collections.Frozen;
using System.Globalization;

namespace MultiLLM.Core.Selection;

/// <summary>A model that fails several times in a row is passed over, the longer the more often it failed; then one request tries it again.</summary>
internal sealed class Circuits(TimeProvider time) : ICircuits
{
    private const int Tolerated = 3;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (int Failures, DateTimeOffset Until, string Reason)> _failing = new(StringComparer.Ordinal);

    public FrozenDictionary<string, string> Open
    {
        get
        {
            lock (_gate)
            {
                if (_failing.Count == 0)
                    return FrozenDictionary<string, string>.Empty;
                var now = time.GetUtcNow();
                return _failing.Where(f => f.Value.Failures >= Tolerated && f.Value.Until > now).ToFrozenDictionary(
                    f => f.Key,
                    f => string.Create(CultureInfo.InvariantCulture, $"it failed {f.Value.Failures} times in a row and is passed over for a while: {f.Value.Reason}"),
                    StringComparer.Ordinal);
            }
        }
    }

    public void Failed(string modelId, string reason)
    {
        lock (_gate)
        {
            var failures = _failing.GetValueOrDefault(modelId).Failures + 1;
            var wait = First * Math.Pow(2, Math.Clamp(failures - Tolerated, 0, 10));
            _failing[modelId] = (failures, time.GetUtcNow() + (wait < Longest ? wait : Longest), reason);
        }
    }

    public void Succeeded(string modelId)
    {
        lock (_gate)
            _failing.Remove(modelId);
    }
}
