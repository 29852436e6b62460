using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Backends;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.OpenAI;

/// <summary>Reads <c>messages</c>. Content is a string or an array of text parts, which are joined.</summary>
internal sealed class MessageReader(Fields request, ServerLimits limits)
{
    private const int LongestName = 256;
    private const int MostCalls = 128;
    private int _characters;

    /// <summary>The first message's field that tells of calls of tools; null: none does.</summary>
    public string? ToolCallsField { get; private set; }

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
        var calls = ToolCalls(fields);
        var content = calls.Count > 0 && !fields.TryGet("content", out _) ? "" : Content(fields);
        var answers = role == "tool" ? fields.Text("tool_call_id", LongestName) : null;
        if (fields.Problem.Error is not null)
            return null;
        var message = new ChatMessage(RoleOf(role), content) { AuthorName = fields.Text("name", LongestName) };
        foreach (var call in calls)
            message.Contents.Add(call);
        if (answers is not null)
            message.ToolCallId = answers;
        return message;
    }

    /// <summary>Of an earlier answer. Only remote models are given them, see <see cref="ToolCallsField"/>.</summary>
    private List<FunctionCallContent> ToolCalls(Fields fields)
    {
        var calls = new List<FunctionCallContent>();
        if (fields.Array("tool_calls", 0, MostCalls) is not { } array || array.GetArrayLength() == 0)
            return calls;
        ToolCallsField ??= fields.NameOf("tool_calls");
        foreach (var item in array.EnumerateArray())
        {
            if (fields.ElementOf("tool_calls", calls.Count, item) is not { } call)
                return calls;
            var (id, function) = (call.Text("id", LongestName), call.Object("function"));
            if (id is null)
                call.Report("id", "is required");
            if (function is not { } called || called.Text("name", LongestName) is not { } name)
            {
                call.Report("function", "with a name is required");
                return calls;
            }
            var arguments = called.Text("arguments", limits.MaxTextCharacters) ?? "{}";
            _characters += arguments.Length;
            calls.Add(FunctionCallContent.CreateFromParsedArguments(arguments, id ?? "", name, Arguments));
            if (fields.Problem.Error is not null)
                return calls;
        }
        return calls;
    }

    /// <summary>Models write what they write: what is no object is handed on as the exception of a call that cannot be read.</summary>
    private static IDictionary<string, object?>? Arguments(string json) =>
        JsonSerializer.Deserialize(json, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>))) as IDictionary<string, object?>;

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
