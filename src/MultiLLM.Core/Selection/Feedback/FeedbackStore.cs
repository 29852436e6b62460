using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Selection.Feedback;

/// <summary>
/// Keeps feedback in <c>MULTILLM_HOME/feedback.json</c>: read when the service starts, written a moment after a change and at the end, never by the one who
/// votes.
/// </summary>
internal sealed class FeedbackStore(FeedbackBook book, IOptions<MultiLLMOptions> options, TimeProvider time, ILogger<FeedbackStore> log) : BackgroundService
{
    /// <summary>Changes that come close together are written together.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(2);

    private readonly StateFile<FeedbackFile> _file = new(Path.Combine(options.Value.Home, "feedback.json"), FeedbackFile.Format, log);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (_file.Read() is { } saved)
            book.Restore(saved);
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

    private void WriteIfChanged()
    {
        if (book.Changes.TryRead(out _))
            _file.Write(book.Saved());
    }
}
