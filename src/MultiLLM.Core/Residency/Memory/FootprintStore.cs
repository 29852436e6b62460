using Microsoft.Extensions.Logging;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Residency.Memory;

/// <summary>Measured footprints, kept in one JSON file. Losing them costs a less exact prediction and nothing else. Safe from any thread.</summary>
internal sealed class FootprintStore(string path, ILogger<FootprintStore> log)
{
    public const int MaxEntries = 512;

    private readonly Lock _gate = new();
    private readonly StateFile<FootprintFile> _file = new(path, FootprintFile.Format, log);
    private OrderedDictionary<FootprintKey, FootprintEntry>? _entries; // in the order of their last measurement

    public Footprint? Find(FootprintKey key)
    {
        lock (_gate)
        {
            return Entries.TryGetValue(key, out var entry)
                ? new Footprint(entry.WeightBytes, entry.KvBytes, entry.ComputeBytes, entry.OverheadBytes, FootprintSource.Measured)
                : null;
        }
    }

    /// <summary>Replaces what is known; written to the file at once.</summary>
    public void Put(FootprintKey key, Footprint footprint)
    {
        lock (_gate)
        {
            Entries.Remove(key);
            if (Entries.Count >= MaxEntries)
                Entries.RemoveAt(0);
            Entries.Add(key, new FootprintEntry(key, footprint.WeightBytes, footprint.KvBytes, footprint.ComputeBytes, footprint.OverheadBytes));
            _file.Write(new FootprintFile(EngineRules.Version, [.. Entries.Values]));
        }
    }

    private OrderedDictionary<FootprintKey, FootprintEntry> Entries => _entries ??= Read();

    private OrderedDictionary<FootprintKey, FootprintEntry> Read()
    {
        var entries = new OrderedDictionary<FootprintKey, FootprintEntry>();
        if (_file.Read() is not { Rules: EngineRules.Version } file)
            return entries;
        foreach (var entry in file.Entries.TakeLast(MaxEntries))
            entries[entry.Key] = entry;
        return entries;
    }
}
