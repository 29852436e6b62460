using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Requests;
using MultiLLM.Server.Selection;

namespace MultiLLM.Server.Api;

/// <summary>A valid <c>POST /chat</c>.</summary>
internal sealed record ChatCall(IReadOnlyList<ChatMessage> Messages, GenerationOptions Options, bool Stream);

internal static class ChatRequestReader
{
    public static Result<ChatCall> Read(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        var model = Model(fields);
        var options = new GenerationOptions
        {
            ModelId = model,
            Wishes = WishFields.Read(fields, "model_id", model),
            Temperature = fields.Number("temperature", 0, 2),
            TopP = fields.Number("top_p", 0, 1, above: true),
            TopK = fields.Integer("top_k", 0),
            MinP = fields.Number("min_p", 0, 1),
            MaxOutputTokens = fields.Integer("max_tokens", 1),
            StopSequences = TextArray.Read(fields, "stop", 0, limits.MaxStopStrings, limits.MaxStopCharacters) is { Count: > 0 } stops ? [.. stops] : null,
            Seed = fields.Long("seed", long.MinValue, long.MaxValue),
            KeepAlive = KeepAliveField.Read(fields),
            ResponseFormat = JsonSchemaField.Read(fields, "json_schema", limits) is { } schema ? ChatResponseFormat.ForJsonSchema(schema) : null,
        };
        var call = new ChatCall(Messages(fields, limits), options, fields.Flag("stream") ?? false);
        return problem.Error is { } error ? error : call;
    }

    private static string? Model(Fields fields)
    {
        var named = ModelNames.OrAuto(fields.Text("model_id", ModelNames.MaxLength));
        var namesNone = AutoName.TryParse(named, out _);
        var auto = fields.Flag("auto_select") ?? namesNone;
        if (!auto && namesNone)
            fields.Report("model_id", "is required with auto_select: false");
        return auto && !namesNone ? null : named;
    }

    private static List<ChatMessage> Messages(Fields fields, ServerLimits limits)
    {
        var messages = new List<ChatMessage>();
        if (fields.Text("system_prompt", limits.MaxTextCharacters) is { Length: > 0 } system)
            messages.Add(new ChatMessage(ChatRole.System, system));
        if (fields.Array("conversation_history", 0, limits.MaxMessages) is { } history)
        {
            var index = 0;
            foreach (var item in history.EnumerateArray())
                if (fields.ElementOf("conversation_history", index++, item) is { } turn && Turn(turn, limits) is { } message)
                    messages.Add(message);
                else
                    break;
        }
        var text = fields.Text("message", limits.MaxTextCharacters);
        if (string.IsNullOrWhiteSpace(text))
            fields.Report("message", text is null ? "is required" : "must not be blank");
        messages.Add(new ChatMessage(ChatRole.User, text));
        if (messages.Sum(m => (long)m.Text.Length) is var total && total > limits.MaxTextCharacters)
            fields.Report("conversation_history", $"and message may have at most {limits.MaxTextCharacters} characters together; these have {total}");
        return messages;
    }

    private static ChatMessage? Turn(Fields turn, ServerLimits limits)
    {
        var role = turn.Choice("role", "system", "user", "assistant");
        if (role is null)
            turn.Report("role", "is required");
        var content = turn.Text("content", limits.MaxTextCharacters);
        if (content is null)
            turn.Report("content", "is required");
        return role is null || content is null ? null : new ChatMessage(new ChatRole(role), content);
    }
}
