using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Server.OpenAI;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Selection;

/// <summary>A valid <c>POST /recommendations</c>.</summary>
internal sealed record RecommendationCall(IReadOnlyList<ChatMessage> Messages, GenerationOptions Options, int Limit);

internal static class RecommendationRequestReader
{
    private const int UsualLimit = 5;
    private const int MostModels = 50;

    public static Result<RecommendationCall> Read(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        var messages = Messages(fields, limits);
        var wishes = WishFields.ReadConstraints(fields);
        if (!fields.TryGet("messages", out _))
            wishes = wishes with { ConversationId = $"task-{Guid.NewGuid():N}" }; // a description is no turn of a conversation, even if somebody asked in the same words
        var call = new RecommendationCall(messages, new GenerationOptions { Wishes = wishes }, fields.Integer("limit", 1, MostModels) ?? UsualLimit);
        return problem.Error is { } error ? error : call;
    }

    private static IReadOnlyList<ChatMessage> Messages(Fields fields, ServerLimits limits)
    {
        var task = fields.Text("task_description", limits.MaxTextCharacters);
        if (fields.TryGet("messages", out _))
        {
            if (task is not null)
                fields.Report("messages", "and task_description exclude each other; send one of them");
            return new MessageReader(fields, limits).Read();
        }
        if (string.IsNullOrWhiteSpace(task))
            fields.Report("task_description", task is null ? "is required, unless there are messages" : "must not be blank");
        return [new ChatMessage(ChatRole.User, task)];
    }
}
