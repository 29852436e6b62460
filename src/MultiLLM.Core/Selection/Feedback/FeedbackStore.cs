using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Selection.Feedback;

/// <summary>
/// Keeps feedback in <c>MULTILLM_HOME/feedback.json</c>: read when the service starts, written a moment after a change and at the end, never by the one who
/// votes. Trouble with the file is said once and costs nothing but what was learned.
/// </summary>
internal sealed partial class FeedbackStore(FeedbackBook book, IOptions<MultiLLMOptions> options, TimeProvider time, ILogger<FeedbackStore> log) : BackgroundService
{
    /// <summary>Changes that come close together are written together.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(2);

    private bool _writeFailed;

    private string FilePath => Path.Combine(options.Value.Home, "feedback.json");

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Read();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await book.Changes.WaitToReadAsync(stoppingToken);
                await Task.Delay(Gathering, time, stoppingToken);
                WriteIfChanged();
            }
        }
        catch (OperationCanceledException)
        {
            WriteIfChanged(); // the service stops
        }
    }

    private void Read()
    {
        try
        {
            if (File.Exists(FilePath))
                book.Restore(FeedbackFile.Read(FilePath));
        }
        catch (InvalidDataException error)
        {
            SetAside(error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(FilePath, error.Message);
        }
    }

    private void SetAside(InvalidDataException why)
    {
        var aside = FilePath + ".corrupt";
        try
        {
            File.Move(FilePath, aside, overwrite: true);
            LogSetAside(FilePath, why.Message, aside);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(FilePath, $"{why.Message}; it could not be set aside: {error.Message}");
        }
    }

    private void WriteIfChanged()
    {
        if (!book.Changes.TryRead(out _))
            return;
        try
        {
            book.Saved().Write(FilePath);
            _writeFailed = false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (!_writeFailed)
                LogUnwritable(FilePath, error.Message);
            _writeFailed = true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Path} does not hold feedback: {Reason}. It was set aside as {Aside}; what people said begins anew")]
    private partial void LogSetAside(string path, string reason, string aside);

    [LoggerMessage(LogLevel.Warning, "{Path} cannot be read: {Reason}. What people said before does not count until it can")]
    private partial void LogUnreadable(string path, string reason);

    [LoggerMessage(LogLevel.Warning, "{Path} cannot be written: {Reason}. What people say is kept until the service stops")]
    private partial void LogUnwritable(string path, string reason);
}
