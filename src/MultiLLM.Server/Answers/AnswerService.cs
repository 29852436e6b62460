using Microsoft.Extensions.AI;
using MultiLLM.Server.Analytics;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Selection;

namespace MultiLLM.Server.Answers;

/// <summary>Generates the answers to one request, streamed or whole.</summary>
internal sealed class AnswerService(IChatClient client, AnswerStream stream, ShutdownGate shutdown, TimeProvider time)
{
    public AnswerProgress Begin(HttpContext context, string? requested, int choices, int perPrompt, bool keepText) =>
        new(requested, choices, perPrompt, keepText, time, context.RequestTrace());

    public async Task StreamAsync(HttpContext context, IReadOnlyList<Generation> generations, AnswerProgress progress, IAnswerFormat format)
    {
        using var work = shutdown.Link(context);
        await stream.SendAsync(context, Generations.RunAsync(client, generations.From(context, shutdown, progress, stream: true), work.Token), progress, format, work.Token);
    }

    /// <summary>Waits for the whole of every answer.</summary>
    public async Task CompleteAsync(HttpContext context, IReadOnlyList<Generation> generations, AnswerProgress progress)
    {
        using var work = shutdown.Link(context);
        await foreach (var item in Generations.RunAsync(client, generations.From(context, shutdown, progress, stream: false), work.Token))
            progress.Observe(item);
        progress.Conclude();
        SelectionHeaders.Write(context.Response.Headers, progress.ModelId, progress.Decision);
    }
}
