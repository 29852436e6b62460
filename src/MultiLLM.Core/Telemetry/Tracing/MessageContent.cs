using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace MultiLLM.Core.Telemetry.Tracing;

/// <summary>What was said, in the JSON that the conventions give the attributes gen_ai.input.messages and gen_ai.output.messages. Only where it was allowed.</summary>
internal static class MessageContent
{
    public static string OfPrompt(IReadOnlyList<ChatMessage> messages, string? rawPrompt) => Write(json =>
    {
        if (rawPrompt is not null)
            Message(json, ChatRole.User.Value, rawPrompt, finishReason: null);
        else
            foreach (var message in messages)
                Message(json, message.Role.Value, message.Text, finishReason: null);
    });

    public static string OfAnswer(string text, string? finishReason) => Write(json => Message(json, ChatRole.Assistant.Value, text, finishReason));

    private static void Message(Utf8JsonWriter json, string role, string text, string? finishReason)
    {
        json.WriteStartObject();
        json.WriteString("role", role);
        json.WriteStartArray("parts");
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("content", text);
        json.WriteEndObject();
        json.WriteEndArray();
        if (finishReason is not null)
            json.WriteString("finish_reason", finishReason);
        json.WriteEndObject();
    }

    private static string Write(Action<Utf8JsonWriter> messages)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            messages(json);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
