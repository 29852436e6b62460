using Microsoft.Extensions.Logging;

namespace MultiLLM.Core.Residency.Memory;

/// <summary>
/// Measured footprints, kept in one JSON file. Losing them costs a less exact prediction and nothing else, so trouble with the file is said once and
/// never fails a load.
/// </summary>
internal sealed partial class FootprintStore(string path, ILogger<FootprintStore> log)
{
    public const int MaxEntries = 512;

    private readonly Lock _gate = new();
    private Dictionary<FootprintKey, FootprintEntry>? _entries; // in the order of their last measurement
    private bool _writeFailed;

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
                Entries.Remove(Entries.First().Key);
            Entries.Add(key, new FootprintEntry(key, footprint.WeightBytes, footprint.KvBytes, footprint.ComputeBytes, footprint.OverheadBytes));
            // A dictionary fills the places of removed entries first; made anew it lists them by age.
            _entries = new Dictionary<FootprintKey, FootprintEntry>(Entries.Where(e => e.Key != key)) { [key] = Entries[key] };
            Write();
        }
    }

    private Dictionary<FootprintKey, FootprintEntry> Entries => _entries ??= Read();

    private Dictionary<FootprintKey, FootprintEntry> Read()
    {
        var entries = new Dictionary<FootprintKey, FootprintEntry>();
        if (!File.Exists(path))
            return entries;
        try
        {
            var file = FootprintFile.Read(path);
            if (file.Rules != EngineRules.Version)
                return entries;
            foreach (var entry in file.Entries.TakeLast(MaxEntries))
                entries[entry.Key] = entry;
        }
        catch (InvalidDataException error)
        {
            SetAside(error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(path, error.Message);
        }
        return entries;
    }

    private void SetAside(InvalidDataException why)
    {
        var aside = path + ".corrupt";
        try
        {
            File.Move(path, aside, overwrite: true);
            LogSetAside(path, why.Message, aside);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(path, $"{why.Message}; it could not be set aside: {error.Message}");
        }
    }

    private void Write()
    {
        try
        {
            new FootprintFile(EngineRules.Version, [.. Entries.Values]).Write(path);
            _writeFailed = false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (!_writeFailed)
                LogUnwritable(path, error.Message);
            _writeFailed = true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Path} does not hold measured footprints: {Reason}. It was set aside as {Aside}; memory is predicted until measured again")]
    private partial void LogSetAside(string path, string reason, string aside);

    [LoggerMessage(LogLevel.Warning, "{Path} cannot be read: {Reason}. Memory is predicted until measured again")]
    private partial void LogUnreadable(string path, string reason);

    [LoggerMessage(LogLevel.Warning, "{Path} cannot be written: {Reason}. Measured footprints are kept until the service stops")]
    private partial void LogUnwritable(string path, string reason);
}
