using Microsoft.Extensions.Logging;

namespace MultiLLM.Core.Health.Degradation;

/// <summary>
/// What is usual, in one JSON file. Losing it costs the time to learn it anew and nothing else, so trouble with the file is said once and stops nothing.
/// </summary>
internal sealed partial class BaselineStore(string path, ILogger<BaselineStore> log)
{
    public const string FileName = "health.json";

    private bool _writeFailed;

    public void ReadInto(DegradationDetector detector)
    {
        if (!File.Exists(path))
            return;
        try
        {
            BaselineFile.Read(path).RestoreTo(detector);
        }
        catch (InvalidDataException error)
        {
            SetAside(error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(path, error.Message);
        }
    }

    public void Write(BaselineFile baselines)
    {
        try
        {
            baselines.Write(path);
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

    [LoggerMessage(LogLevel.Warning, "{Path} does not hold what is usual of models: {Reason}. It was set aside as {Aside}; it is learned anew")]
    private partial void LogSetAside(string path, string reason, string aside);

    [LoggerMessage(LogLevel.Warning, "{Path} cannot be read: {Reason}. What is usual of models is learned anew")]
    private partial void LogUnreadable(string path, string reason);

    [LoggerMessage(LogLevel.Warning, "{Path} cannot be written: {Reason}. What is usual of models is kept until the service stops")]
    private partial void LogUnwritable(string path, string reason);
}
