using System.Text.Json;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Selection.Decisions;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Gateway.Keys;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Selection;

/// <summary><c>POST /feedback</c></summary>
internal sealed class FeedbackEndpoint(IFeedback feedback, IDecisionLog decisions, WishedModels models, ServerLimits limits)
{
    private const string BetterModel = "better_model";
    private const int LongestId = 128;

    public async Task HandleAsync(HttpContext context)
    {
        if (await RequestReading.ReadAsync(context, limits, Read) is not { } vote)
            return;
        if (OwnRecords.KeyFor(context) is not null && !(decisions.Find(vote.DecisionId) is { } asked && OwnRecords.Shows(context, asked.KeyId)))
        {
            await ErrorReplies.WriteAsync(context, DecisionsEndpoint.NotFound(vote.DecisionId, "decision_id"));
            return;
        }
        if (vote.BetterModel is { } name)
        {
            var better = await models.IdAsync(name, BetterModel, context.RequestAborted);
            if (!better.IsSuccess)
            {
                await ErrorReplies.WriteAsync(context, better.Error);
                return;
            }
            vote = vote with { BetterModel = better.Value };
        }
        var counted = feedback.Vote(vote);
        if (!counted.IsSuccess)
        {
            await ErrorReplies.WriteAsync(context, counted.Error);
            return;
        }
        var receipt = counted.Value;
        var reply = new FeedbackReply(receipt.ModelId, receipt.Task, Math.Round(receipt.QualityBefore, 3), Math.Round(receipt.QualityAfter, 3));
        await JsonReply.WriteAsync(context, StatusCodes.Status200OK, reply, JsonReply.Api.FeedbackReply);
    }

    private static Result<FeedbackVote> Read(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        var id = fields.Text("decision_id", LongestId);
        if (string.IsNullOrWhiteSpace(id))
            fields.Report("decision_id", id is null ? "is required" : "must not be blank");
        var vote = new FeedbackVote(id ?? "", Rating(fields), fields.Text(BetterModel, ModelNames.MaxLength));
        return problem.Error is { } error ? error : vote;
    }

    private static int Rating(Fields fields)
    {
        if (!fields.TryGet("rating", out var value))
            fields.Report("rating", "is required");
        else if (value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) && number is 1 or -1)
            return number;
        else if (value.ValueKind is JsonValueKind.String && value.GetString() is "up" or "down")
            return value.ValueEquals("up") ? 1 : -1;
        else
            fields.Wrong<string>("rating", "must be 1 or \"up\", -1 or \"down\"", value);
        return 0;
    }
}
