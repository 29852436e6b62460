using MultiLLM.Core.Analytics.Rollups;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Analytics.Held;

/// <summary>Adds up what models in memory cost, by hour and model, until it is taken to be written. For one caller at a time; knows no clock.</summary>
internal sealed class HeldMeter
{
    /// <summary>While the database cannot be written; beyond it the oldest hours are given up.</summary>
    private const int Most = 4096;

    private readonly Dictionary<(long Hour, string Model), HeldMemory> _held = [];

    /// <param name="standing">Of all models, as it was since the last look.</param>
    /// <param name="elapsed">Since then.</param>
    /// <param name="now">Which hour it counts for.</param>
    public void Add(ResidencySnapshot standing, TimeSpan elapsed, DateTimeOffset now)
    {
        var hour = RollupCover.Floor(now.ToUnixTimeSeconds(), RollupSpan.Hour);
        foreach (var model in standing.Models.Values)
        {
            if (model.State is ModelState.Ready && (model.MeasuredBytes > 0 ? model.MeasuredBytes : model.PredictedBytes) is var bytes and > 0)
                Add(hour, model.ModelId, new HeldMemory(elapsed.TotalSeconds, bytes * elapsed.TotalSeconds));
        }
    }

    public IReadOnlyDictionary<(long Hour, string Model), HeldMemory> Take()
    {
        var taken = new Dictionary<(long, string), HeldMemory>(_held);
        _held.Clear();
        return taken;
    }

    /// <summary>What could not be written.</summary>
    public void PutBack(IReadOnlyDictionary<(long Hour, string Model), HeldMemory> taken)
    {
        foreach (var ((hour, model), held) in taken.OrderByDescending(part => part.Key.Hour).Take(Most))
            Add(hour, model, held);
    }

    private void Add(long hour, string model, HeldMemory held) => _held[(hour, model)] = _held.GetValueOrDefault((hour, model)) + held;
}
