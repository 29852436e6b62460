using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Selection;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Gateway.Policy;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Analytics;

/// <summary>Tells the record of a request what only HTTP knows.</summary>
internal static class RequestOrigins
{
    public static IEmbeddingService From(this IEmbeddingService embeddings, HttpContext context, ShutdownGate shutdown) =>
        embeddings.For(Of(context, shutdown, stream: false, answers: 1));

    /// <summary>The answers of one request leave one record together.</summary>
    public static IReadOnlyList<Generation> From(
        this IReadOnlyList<Generation> generations, HttpContext context, ShutdownGate shutdown, AnswerProgress progress, bool stream)
    {
        var origin = Of(context, shutdown, stream, generations.Count);
        var from = new Generation[generations.Count];
        for (var i = 0; i < from.Length; i++)
        {
            var options = Core.Runners.GenerationOptions.From(generations[i].Options); // several may share theirs
            options.Caller = context.Caller();
            options.Origin = new AnswerOrigin(origin, CountsPrompt: i % progress.PerPrompt == 0);
            from[i] = generations[i] with { Options = options };
        }
        return from;
    }

    private static RequestOrigin Of(HttpContext context, ShutdownGate shutdown, bool stream, int answers)
    {
        var trace = context.RequestTrace();
        var origin = new RequestOrigin
        {
            RequestId = context.TraceIdentifier,
            Caller = context.Caller(),
            Endpoint = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? context.Request.Path,
            Dialect = Dialects.Of(context) == Dialect.OpenAI ? "openai" : "own",
            Stream = stream,
            Time = trace.ArrivedAt,
            Arrived = trace.Arrived,
            Stopping = shutdown.Expired,
            Answers = answers,
        };
        PolicyDescription.Announce(context, origin.Policy);
        return origin;
    }
}
