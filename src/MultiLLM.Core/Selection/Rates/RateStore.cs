using Microsoft.Extensions.Logging;

namespace MultiLLM.Core.Selection.Rates;

/// <summary>
/// Measured rates in one JSON file. Losing them costs less exact expectations and nothing else, so trouble with the file is said once and fails no
/// request.
/// </summary>
internal sealed partial class RateStore(string path, ILogger<RateStore> log)
{
    public const string FileName = "rates.json";
    public const int MaxEntries = 512;

    private bool _writeFailed;

    /// <summary>Nothing where there is no file, or none that can be used.</summary>
    public IReadOnlyList<RateEntry> Read()
    {
        if (!File.Exists(path))
            return [];
        try
        {
            return [.. RateFile.Read(path).Entries.OrderBy(entry => entry.MeasuredAt).TakeLast(MaxEntries)];
        }
        catch (InvalidDataException error)
        {
            SetAside(error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(path, error.Message);
        }
        return [];
    }

    public void Write(IReadOnlyList<RateEntry> entries)
    {
        try
        {
            new RateFile(entries).Write(path);
            _writeFailed = false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (!_writeFailed)
                LogUnwritable(path, error.Message);
            _writeFailed = true;
        }
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

    [LoggerMessage(LogLevel.Warning, "{Path} does not hold measured rates: {Reason}. It was set aside as {Aside}; speeds are expected from sizes until measured again")]
    private partial void LogSetAside(string path, string reason, string aside);

    [LoggerMessage(LogLevel.Warning, "{Path} cannot be read: {Reason}. Speeds are expected from sizes until measured again")]
    private partial void LogUnreadable(string path, string reason);

    [LoggerMessage(LogLevel.Warning, "{Path} cannot be written: {Reason}. Measured rates are kept until the service stops")]
    private partial void LogUnwritable(string path, string reason);
}
