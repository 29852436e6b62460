using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.OpenAI;

/// <summary>Reads <c>messages</c>. Content is a string or an array of text parts, which are joined.</summary>
internal sealed class MessageReader(Fields request, ServerLimits limits)
{
    private const int LongestName = 256;
    private int _characters;

    public IReadOnlyList<ChatMessage> Read()
    {
        if (request.Array("messages", 1, limits.MaxMessages) is not { } array)
        {
            request.Report("messages", "is required");
            return [];
        }
        var messages = new List<ChatMessage>(array.GetArrayLength());
        foreach (var item in array.EnumerateArray())
        {
            if (request.ElementOf("messages", messages.Count, item) is not { } fields || Message(fields) is not { } message)
                return [];
            messages.Add(message);
        }
        return messages;
    }

    private ChatMessage? Message(Fields fields)
    {
        var role = fields.Choice("role", "system", "developer", "user", "assistant", "tool");
        if (role is null)
        {
            fields.Report("role", "is required");
            return null;
        }
        if (fields.TryGet("tool_calls", out var calls) && (calls.ValueKind is not JsonValueKind.Array || calls.GetArrayLength() > 0))
            fields.Report("tool_calls", "are not supported yet");
        var content = Content(fields);
        return fields.Problem.Error is not null
            ? null
            : new ChatMessage(RoleOf(role), content) { AuthorName = fields.Text("name", LongestName) };
    }

    private static ChatRole RoleOf(string role) => role switch
    {
        "user" => ChatRole.User,
        "assistant" => ChatRole.Assistant,
        "tool" => ChatRole.Tool,
        _ => ChatRole.System, // templates know no developer
    };

    private string Content(Fields fields)
    {
        if (!fields.TryGet("content", out var content))
        {
            fields.Report("content", "is required");
            return "";
        }
        var text = content.ValueKind switch
        {
            JsonValueKind.String => content.GetString()!,
            JsonValueKind.Array => JoinParts(fields, content),
            _ => fields.Wrong<string>("content", "must be a string or an array of text parts", content) ?? "",
        };
        _characters += text.Length;
        if (_characters > limits.MaxTextCharacters)
            request.Report("messages", $"may have at most {limits.MaxTextCharacters} characters together; these have more");
        return text;
    }

    private static string JoinParts(Fields fields, JsonElement parts)
    {
        var texts = new List<string>();
        foreach (var item in parts.EnumerateArray())
        {
            if (fields.ElementOf("content", texts.Count, item) is not { } part)
                return "";
            if (!part.TryGet("type", out var type))
                part.Report("type", "is required");
            else if (type.ValueKind is not JsonValueKind.String || type.GetString() is not ("text" or "refusal"))
                part.Report("type", $"must be \"text\": these models read text only; got {JsonText.Describe(type)}");
            else if (part.Text(type.GetString()!, int.MaxValue) is { } text)
                texts.Add(text);
            else
                part.Report(type.GetString()!, "is required");
            if (fields.Problem.Error is not null)
                return "";
        }
        return string.Concat(texts);
    }
}
