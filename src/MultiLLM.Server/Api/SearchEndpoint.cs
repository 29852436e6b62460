using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;
using MultiLLM.Contracts.Api;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Selection;
using MultiLLM.Server.Analytics;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Requests;
using MultiLLM.Server.Selection;

namespace MultiLLM.Server.Api;

/// <summary><c>POST /search</c></summary>
internal sealed class SearchEndpoint(IEmbeddingService embeddings, ServerLimits limits, ShutdownGate shutdown, TimeProvider time)
{
    private sealed record Call(string Query, IReadOnlyList<string> Documents, string? ModelId, int? TopK);

    public async Task HandleAsync(HttpContext context)
    {
        if (await RequestReading.ReadAsync(context, limits, Read) is not { } call)
            return;
        using var work = shutdown.Link(context);
        var outcome = await embeddings.From(context, shutdown).EmbedAsync(
            call.Documents.Prepend(call.Query), new EmbeddingWishes { ModelId = call.ModelId, AnyModelWillDo = true, Caller = context.Caller() },
            index => index == 0 ? "query" : $"documents[{index - 1}]", work.Token);
        var trace = context.RequestTrace();
        var reply = new SearchReply
        {
            Results = Rank(outcome.Result, call),
            ModelId = outcome.Decision.Model.Id,
            ProcessingTime = time.GetElapsedTime(trace.Arrived).TotalSeconds,
        };
        (trace.Model, trace.Usage) = (reply.ModelId, new TokenUsage(outcome.Result.Vectors.Sum(vector => (int)vector.Tokens), 0, 0));
        SelectionHeaders.Write(context.Response.Headers, reply.ModelId, outcome.Decision);
        await JsonReply.WriteAsync(context, StatusCodes.Status200OK, reply, JsonReply.Api.SearchReply);
    }

    // Of documents that are equally near the earlier one comes first.
    private static SearchHit[] Rank(EmbeddingsResult result, Call call)
    {
        var query = MemoryMarshal.Cast<byte, float>(result.Vectors[0].Values.Span);
        var hits = new SearchHit[call.Documents.Count];
        for (var i = 0; i < hits.Length; i++)
        {
            var similarity = TensorPrimitives.Dot(query, MemoryMarshal.Cast<byte, float>(result.Vectors[i + 1].Values.Span));
            hits[i] = new SearchHit(i, Math.Clamp(similarity, -1, 1), call.Documents[i]);
        }
        return [.. hits.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Index).Take(call.TopK ?? hits.Length)];
    }

    private static Result<Call> Read(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        var query = fields.Text("query", limits.MaxTextCharacters);
        if (string.IsNullOrWhiteSpace(query))
            fields.Report("query", query is null ? "is required" : "must not be blank");
        var documents = EmbeddingTexts.Read(fields, "documents", limits);
        var model = ModelNames.OrAuto(fields.Text("model_id", ModelNames.MaxLength));
        var call = new Call(query ?? "", documents, model, fields.Integer("top_k", 1));
        return problem.Error is { } error ? error : call;
    }
}
