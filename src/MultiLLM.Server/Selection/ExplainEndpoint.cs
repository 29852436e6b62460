using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Selection;

/// <summary><c>POST /selection/explain</c>: what would be chosen for a request, and everything about it. Runs and loads nothing.</summary>
internal sealed class ExplainEndpoint(IModelAdvisor advisor, IModelCatalog catalog, WishedModels wished, ServerLimits limits)
{
    private sealed record Call(IReadOnlyList<ChatMessage> Messages, GenerationOptions Options, string Path);

    public async Task HandleAsync(HttpContext context)
    {
        if (await RequestReading.ReadAsync(context, limits, Read) is not { } call)
            return;
        if (!await wished.ResolveAsync(context, call.Options, call.Path))
            return;
        call.Options.Caller = context.Caller();
        var requested = call.Options.ModelId ?? AutoName.Auto;
        ModelDefinition? named = null;
        if (!AutoName.TryParse(requested, out _))
        {
            var found = await catalog.FindAsync(requested, context.RequestAborted);
            if (!found.IsSuccess)
            {
                await ErrorReplies.WriteAsync(context, AutoName.Unknown(requested) ?? found.Error);
                return;
            }
            named = found.Value;
        }
        var advised = await advisor.AdviseAsync(call.Messages, call.Options, context.RequestAborted);
        if (advised.IsSuccess)
            await JsonReply.WriteAsync(context, StatusCodes.Status200OK, Reply(requested, named, call.Options.Wishes?.Fallbacks ?? [], advised.Value), JsonReply.Api.ExplainReply);
        else
            await ErrorReplies.WriteAsync(context, advised.Error);
    }

    private static ExplainReply Reply(string requested, ModelDefinition? named, IReadOnlyList<string> fallbacks, Advice advice) => new()
    {
        Requested = requested,
        ModelId = named?.Id ?? (advice.Candidates is [{ Eligible: true } best, ..] ? best.Model.Id : null),
        Reason = named is null ? advice.Reason : $"The request names {named.Id}{(fallbacks.Count == 0 ? "" : $", and where that fails {string.Join(", then ", fallbacks)}")}. An automatic choice would be made so: {advice.Reason}",
        Understood = SelectionDescription.Understood(advice),
        Preference = SelectionDescription.Of(advice.Preference),
        Candidates = SelectionDescription.Of(advice.Candidates),
    };

    /// <summary>The body of <c>/v1/chat/completions</c> where it has messages, else that of <c>/chat</c>.</summary>
    private static Result<Call> Read(JsonDocument body, ServerLimits limits)
    {
        if (!new Fields(body, new RequestProblem()).TryGet("messages", out _))
        {
            var own = Api.ChatRequestReader.Read(body, limits);
            return own.IsSuccess ? new Call(own.Value.Messages, own.Value.Options, "") : own.Error;
        }
        var read = OpenAI.ChatRequestReader.Read(body, limits);
        return read.IsSuccess ? new Call(read.Value.Messages, read.Value.Options, WishFields.Extension + ".") : read.Error;
    }
}
