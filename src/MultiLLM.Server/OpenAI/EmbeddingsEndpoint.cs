using System.Text.Json;
using MultiLLM.Contracts.Api;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Backends;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Selection;
using MultiLLM.Server.Analytics;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.OpenAI.Contracts;
using MultiLLM.Server.Requests;
using MultiLLM.Server.Selection;

namespace MultiLLM.Server.OpenAI;

/// <summary><c>POST /v1/embeddings</c></summary>
internal sealed class EmbeddingsEndpoint(IEmbeddingService embeddings, WishedModels wished, ServerLimits limits, ShutdownGate shutdown)
{
    private sealed record Call(IReadOnlyList<EmbedInput> Inputs, EmbeddingWishes Wishes, bool Base64);

    public async Task HandleAsync(HttpContext context)
    {
        if (await RequestReading.ReadAsync(context, limits, Read) is not { } call)
            return;
        if (await wished.EmbeddingFallbacksAsync(context, call.Wishes.ModelId, call.Wishes.Fallbacks, WishFields.Extension + ".") is not { } fallbacks)
            return;
        using var work = shutdown.Link(context);
        var outcome = await embeddings.From(context, shutdown).EmbedAsync(call.Inputs, call.Wishes with { Fallbacks = fallbacks, Caller = context.Caller() }, work.Token);
        var model = outcome.Decision.Model;
        var tokens = outcome.Result.Vectors.Sum(vector => (int)vector.Tokens);
        (context.RequestTrace().Model, context.RequestTrace().Usage) = (model.Id, new TokenUsage(tokens, 0, 0));
        SelectionHeaders.Write(context.Response.Headers, model.Id, outcome.Decision);
        var items = outcome.Result.Vectors.Select((vector, index) => new EmbeddingItem(index, new EmbeddingValues(vector.Values.Memory, call.Base64)));
        var reply = new EmbeddingList([.. items], model.Id, new EmbeddingUsage(tokens, tokens))
        {
            MultiLLM = ReplyParts.Note(outcome.Decision),
        };
        await JsonReply.WriteAsync(context, StatusCodes.Status200OK, reply, OpenAIJsonContext.Default.EmbeddingList);
    }

    private static Result<Call> Read(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        var inputs = TextOrTokens.Read(fields, "input", limits.MaxEmbeddingInputs, limits, allowEmpty: false);
        var model = ModelNames.OrAuto(fields.Text("model", ModelNames.MaxLength));
        var wishes = new EmbeddingWishes
        {
            ModelId = model,
            Dimensions = fields.Integer("dimensions", 1),
            KeepAlive = KeepAliveField.Read(fields),
            Extras = RequestExtras.Of(body.RootElement),
            Fallbacks = WishFields.ReadFallbacksExtension(fields, model),
        };
        var call = new Call([.. inputs.Select(ToEmbedInput)], wishes, fields.Choice("encoding_format", "float", "base64") == "base64");
        return problem.Error is { } error ? error : call;
    }

    private static EmbedInput ToEmbedInput(TextOrTokens input) => input.Text is { } text
        ? new EmbedInput { Text = text }
        : new EmbedInput { Tokens = new TokenPrompt { Ids = { input.Tokens } } };
}
