using MultiLLM.Contracts.Api;
using MultiLLM.Core.Analytics.Prompts;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Gateway.Audit;

/// <summary><c>DELETE /analytics/prompts</c></summary>
internal sealed class ErasureEndpoint(IPromptEraser eraser)
{
    private const int LongestId = 256;

    public async Task HandleAsync(HttpContext context)
    {
        var problem = new RequestProblem();
        var fields = new QueryFields(context.Request.Query, problem);
        var scope = new ErasureScope(fields.Text("conversation", LongestId), fields.Text("key", LongestId));
        if (scope is { Conversation: null, Key: null })
            problem.Report("conversation", "or key must be given: whose texts are to be erased");
        else if (scope is { Conversation: not null, Key: not null })
            problem.Report("key", "must not be given together with conversation");
        if (problem.Error is { } error)
        {
            await ErrorReplies.WriteAsync(context, error);
            return;
        }
        var erased = await eraser.EraseAsync(scope, context.Caller(), context.TraceIdentifier, context.RequestAborted);
        if (erased.IsSuccess)
            await JsonReply.WriteAsync(context, StatusCodes.Status200OK, new ErasedInfo(erased.Value.Prompts, erased.Value.Decisions, erased.Value.SavedStates), JsonReply.Api.ErasedInfo);
        else
            await ErrorReplies.WriteAsync(context, erased.Error);
    }
}
