using System.IO.Pipelines;
using Microsoft.JSInterop;
using MultiLLM.Client;
using MultiLLM.Dashboard.Scripts;
using MultiLLM.Dashboard.Shared;

namespace MultiLLM.Dashboard.Analytics.Exporting;

/// <summary>Hands the service's file of single requests on to the browser as it comes, so that it is never here as a whole.</summary>
public sealed class RequestExport(MultiLLMClient client, BrowserScript browser)
{
    /// <returns>What went wrong; null: the browser has the file.</returns>
    public async Task<string?> SaveAsync(string format, string mediaType, AnalyticsQuery query, CancellationToken cancellationToken)
    {
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pipe = new Pipe();
        var reading = ReadAsync(pipe.Writer, format, query, stopped.Token);
        string? notKept = null;
        try
        {
            await using var file = pipe.Reader.AsStream();
            await browser.DownloadAsync($"multillm-requests.{format}", mediaType, file);
        }
        catch (JSException broken)
        {
            notKept = $"The browser could not keep the file: {broken.Message}";
        }
        // Where the browser wants no more of it, there is no use in the rest.
        await stopped.CancelAsync();
        return await reading ?? notKept;
    }

    private async Task<string?> ReadAsync(PipeWriter writer, string format, AnalyticsQuery query, CancellationToken cancellationToken)
    {
        try
        {
            await client.ExportRequestsAsync(format, writer.AsStream(leaveOpen: true), query, cancellationToken);
            await writer.CompleteAsync();
            return null;
        }
        catch (OperationCanceledException gone) when (cancellationToken.IsCancellationRequested)
        {
            await writer.CompleteAsync(gone);
            return null;
        }
        catch (Exception failure) when (Failures.Include(failure))
        {
            // The reader has to see that this is no whole file.
            await writer.CompleteAsync(failure);
            return Failures.Told(failure);
        }
    }
}
