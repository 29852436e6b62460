using Microsoft.Extensions.Logging;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Selection.Rates;

/// <summary>Measured rates in one JSON file. Losing them costs less exact expectations and nothing else.</summary>
internal sealed class RateStore(string path, ILogger<RateStore> log)
{
    public const string FileName = "rates.json";
    public const int MaxEntries = 512;

    private readonly StateFile<RateFile> _file = new(path, RateFile.Format, log);

    /// <summary>The oldest first; nothing where there is no file, or none that can be used.</summary>
    public IReadOnlyList<RateEntry> Read() => [.. (_file.Read()?.Entries ?? []).OrderBy(entry => entry.MeasuredAt).TakeLast(MaxEntries)];

    public void Write(IReadOnlyList<RateEntry> entries) => _file.Write(new RateFile(entries));
}
