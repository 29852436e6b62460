using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Backends.Remote;

/// <summary>Writes a conversation as <c>messages</c>.</summary>
internal static class MessagesBody
{
    public static void Write(Utf8JsonWriter json, IEnumerable<ChatMessage> messages, string? instructions)
    {
        var count = 0;
        json.WriteStartArray("messages");
        if (!string.IsNullOrEmpty(instructions))
        {
            json.WriteStartObject();
            json.WriteString("role", "system");
            json.WriteString("content", instructions);
            json.WriteEndObject();
            count++;
        }
        foreach (var message in messages)
            Write(json, message, count++);
        json.WriteEndArray();
        if (count == 0)
            throw Invalid("There is no message to answer.", "messages");
    }

    private static void Write(Utf8JsonWriter json, ChatMessage message, int index)
    {
        var text = "";
        var calls = new List<FunctionCallContent>();
        var results = new List<FunctionResultContent>();
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent part:
                    text += part.Text;
                    break;
                case FunctionCallContent call:
                    calls.Add(call);
                    break;
                case FunctionResultContent result:
                    results.Add(result);
                    break;
                case UsageContent or TextReasoningContent:
                    break;
                default:
                    throw Invalid($"Content of type {content.GetType().Name} is not supported; text is.", $"messages[{index}].content");
            }
        }
        foreach (var result in results) // the dialect has one message for each
        {
            json.WriteStartObject();
            json.WriteString("role", "tool");
            json.WriteString("tool_call_id", result.CallId);
            json.WriteString("content", ResultText(result) + (results.Count == 1 ? text : ""));
            json.WriteEndObject();
        }
        if (results.Count > 0)
            return;
        json.WriteStartObject();
        json.WriteString("role", message.Role.Value);
        if (message.ToolCallId is { } answers)
            json.WriteString("tool_call_id", answers);
        if (!string.IsNullOrEmpty(message.AuthorName))
            json.WriteString("name", message.AuthorName);
        if (calls.Count > 0 && text.Length == 0)
            json.WriteNull("content");
        else
            json.WriteString("content", text);
        if (calls.Count > 0)
            Write(json, calls);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, List<FunctionCallContent> calls)
    {
        json.WriteStartArray("tool_calls");
        foreach (var call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id", call.CallId);
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", call.Name);
            json.WriteString("arguments", JsonSerializer.Serialize(
                call.Arguments ?? new Dictionary<string, object?>(), AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>))));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string ResultText(FunctionResultContent result) =>
        result.Result as string ?? JsonSerializer.Serialize(result.Result, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(object)));

    private static MultiLLMException Invalid(string message, string param) => new(new Error(ErrorCode.InvalidRequest, message, param));
}
