using Microsoft.AspNetCore.Http.Features;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Selection;

namespace MultiLLM.Server.Answers;

/// <summary>Sends an answer as it comes.</summary>
internal sealed class AnswerStream(Failures failures)
{
    private const int MostUnflushed = 16 * 1024;

    /// <summary>
    /// Headers go out with the first output, so a failure before it is thrown and keeps its HTTP status; a failure after it ends the
    /// stream with the format's error event.
    /// </summary>
    public async Task SendAsync(
        HttpContext context, IAsyncEnumerable<ChoiceUpdate> updates, AnswerProgress progress, IAnswerFormat format, CancellationToken cancellationToken)
    {
        await using var source = updates.GetAsyncEnumerator(cancellationToken);
        var begun = new List<ChoiceUpdate>();
        while (!progress.HasOutput)
        {
            if (!await source.MoveNextAsync())
                throw NoEnd();
            progress.Observe(source.Current);
            begun.Add(source.Current);
        }

        Begin(context, progress);
        using var events = new EventWriter(context.Response.BodyWriter);
        try
        {
            foreach (var item in begun)
                format.Write(events, item, progress);
            while (await NextAsync(source, events, cancellationToken))
            {
                progress.Observe(source.Current);
                format.Write(events, source.Current, progress);
            }
            if (progress.Unfinished > 0)
                throw NoEnd();
            format.End(events, progress);
            progress.Conclude();
        }
        catch (Exception exception)
        {
            if (failures.Of(exception, context) is not { } error)
            {
                context.RequestTrace().Outcome = "client left";
                return;
            }
            context.RequestTrace().Outcome = ErrorTable.Of(error.Code).Code;
            format.Fail(events, error);
            await events.FlushAsync(CancellationToken.None);
            if (format.BreaksOff)
                throw new ReplyBrokenOff();
            return;
        }
        await events.FlushAsync(CancellationToken.None);
    }

    // What is written goes out before waiting for more, and not in between when more is there already.
    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<ChoiceUpdate> source, EventWriter events, CancellationToken cancellationToken)
    {
        var next = source.MoveNextAsync();
        if (next.IsCompletedSuccessfully && events.UnflushedBytes < MostUnflushed)
            return next.Result;
        try
        {
            await events.FlushAsync(cancellationToken);
        }
        catch
        {
            await ((Task)next.AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // an enumerator must not be disposed mid-step
            throw;
        }
        return await next;
    }

    private static InvalidOperationException NoEnd() => new("A model's answer ended without an update that says so.");

    private static void Begin(HttpContext context, AnswerProgress progress)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["x-accel-buffering"] = "no"; // nginx would collect the stream
        SelectionHeaders.Write(response.Headers, progress.ModelId, progress.Decision);
    }
}
