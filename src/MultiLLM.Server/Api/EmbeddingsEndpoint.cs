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

/// <summary><c>POST /embeddings</c></summary>
internal sealed class EmbeddingsEndpoint(IEmbeddingService embeddings, WishedModels wished, ServerLimits limits, ShutdownGate shutdown, TimeProvider time)
{
    private sealed record Call(IReadOnlyList<string> Texts, EmbeddingWishes Wishes);

    public async Task HandleAsync(HttpContext context)
    {
        if (await RequestReading.ReadAsync(context, limits, Read) is not { } call)
            return;
        if (await wished.EmbeddingFallbacksAsync(context, call.Wishes.ModelId, call.Wishes.Fallbacks, path: "") is not { } fallbacks)
            return;
        using var work = shutdown.Link(context);
        var outcome = await embeddings.From(context, shutdown).EmbedAsync(call.Texts, call.Wishes with { Fallbacks = fallbacks, Caller = context.Caller() }, index => $"texts[{index}]", work.Token);
        var vectors = outcome.Result.Vectors.Select(vector => MemoryMarshal.Cast<byte, float>(vector.Values.Span).ToArray()).ToArray();
        var trace = context.RequestTrace();
        var reply = new EmbeddingsReply
        {
            Embeddings = vectors,
            ModelId = outcome.Decision.Model.Id,
            Dimensions = vectors[0].Length,
            Tokens = outcome.Result.Vectors.Sum(vector => (int)vector.Tokens),
            ProcessingTime = time.GetElapsedTime(trace.Arrived).TotalSeconds,
        };
        (trace.Model, trace.Usage) = (reply.ModelId, new TokenUsage(reply.Tokens, 0, 0));
        SelectionHeaders.Write(context.Response.Headers, reply.ModelId, outcome.Decision);
        await JsonReply.WriteAsync(context, StatusCodes.Status200OK, reply, JsonReply.Api.EmbeddingsReply);
    }

    private static Result<Call> Read(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        var texts = EmbeddingTexts.Read(fields, "texts", limits);
        var model = ModelNames.OrAuto(fields.Text("model_id", ModelNames.MaxLength));
        var call = new Call(texts, new EmbeddingWishes
        {
            ModelId = model,
            Dimensions = fields.Integer("dimensions", 1),
            KeepAlive = KeepAliveField.Read(fields),
            Fallbacks = WishFields.ReadFallbacks(fields, model),
        });
        return problem.Error is { } error ? error : call;
    }
}

internal static class EmbeddingTexts
{
    /// <summary>Empty where something is wrong.</summary>
    public static List<string> Read(Fields fields, string field, ServerLimits limits)
    {
        var texts = TextArray.Read(fields, field, 1, limits.MaxEmbeddingInputs, limits.MaxTextCharacters);
        if (texts is null)
            fields.Report(field, "is required");
        else if (texts.Sum(text => (long)text.Length) is var total && total > limits.MaxTextCharacters)
            fields.Report(field, $"may have at most {limits.MaxTextCharacters} characters together; these have {total}");
        return texts ?? [];
    }
}
