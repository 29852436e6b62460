using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace MultiLLM.TestHub;

/// <summary>Sends a file or a part of it, with the faults it has.</summary>
internal static class ContentServer
{
    private const int PieceBytes = 16 * 1024;

    public static async Task SendAsync(HttpContext context, HubFile file)
    {
        var (request, response) = (context.Request, context.Response);
        var content = file.Content;
        var (from, to) = (0, content.Length);
        if (!file.IgnoresRanges && RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var asked) && asked.Ranges.Single() is { From: { } start })
        {
            if (start >= content.Length)
            {
                response.StatusCode = 416;
                return;
            }
            from = (int)start;
            to = (int)Math.Min(content.Length, (asked.Ranges.Single().To ?? content.Length - 1) + 1);
        }
        file.Faults.TryDequeue(out var fault);
        if (HttpMethods.IsHead(request.Method))
            fault = null;
        if (fault?.Kind == FaultKind.ShortPart)
            to = Math.Min(to, from + fault.AfterBytes);
        if (!file.IgnoresRanges && request.Headers.Range.Count > 0)
        {
            response.StatusCode = 206;
            response.Headers.ContentRange = $"bytes {from}-{to - 1}/{content.Length}";
        }
        if (!file.Endless)
            response.ContentLength = to - from;
        if (HttpMethods.IsHead(request.Method))
            return;
        await SendAsync(context, file, content.AsMemory(from, to - from), fault);
    }

    private static async Task SendAsync(HttpContext context, HubFile file, ReadOnlyMemory<byte> bytes, Fault? fault)
    {
        var (response, aborted) = (context.Response, context.RequestAborted);
        var limit = fault is { Kind: not FaultKind.ShortPart } ? Math.Min(fault.AfterBytes, bytes.Length) : bytes.Length;
        try
        {
            for (var sent = 0; sent < limit; sent += PieceBytes)
            {
                var piece = bytes.Slice(sent, Math.Min(PieceBytes, limit - sent));
                await response.Body.WriteAsync(piece, aborted);
                if (file.BytesPerSecond is { } rate)
                    await Task.Delay(TimeSpan.FromSeconds((double)piece.Length / rate), aborted);
            }
            await response.Body.FlushAsync(aborted);
            if (fault?.Kind == FaultKind.Cut)
                context.Abort();
            else if (fault?.Kind == FaultKind.Stall)
                await Task.Delay(Timeout.Infinite, aborted);
            while (file.Endless)
                await response.Body.WriteAsync(new byte[PieceBytes], aborted);
        }
        catch (OperationCanceledException)
        {
            // The client has had enough.
        }
    }
}
