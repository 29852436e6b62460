using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace MultiLLM.Client.OpenAI;

/// <summary>Messages and options of Microsoft.Extensions.AI as a chat completion request. What cannot be sent is refused, not dropped.</summary>
internal static class ChatRequestMapper
{
    private const string DefaultSchemaName = "response";

    public static ChatCompletionRequest Map(IEnumerable<ChatMessage> messages, ChatOptions? options, string? defaultModelId, bool stream)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (options?.Tools is { Count: > 0 })
        {
            throw new NotSupportedException("Tools are not supported by this client.");
        }

        var request = new ChatCompletionRequest
        {
            Model = options?.ModelId ?? defaultModelId ?? "auto",
            Messages = MapMessages(messages, options?.Instructions),
            Stream = stream ? true : null,
            StreamOptions = stream ? new StreamOptions(IncludeUsage: true) : null,
            Temperature = options?.Temperature,
            TopP = options?.TopP,
            TopK = options?.TopK,
            MaxTokens = options?.MaxOutputTokens,
            Stop = options?.StopSequences is { Count: > 0 } stop ? [.. stop] : null,
            Seed = options?.Seed,
            FrequencyPenalty = options?.FrequencyPenalty,
            PresencePenalty = options?.PresencePenalty,
            ResponseFormat = MapFormat(options?.ResponseFormat),
        };
        return request with { Extra = ExtraFields.From(options?.AdditionalProperties, FieldsOf(request)) };
    }

    private static List<WireMessage> MapMessages(IEnumerable<ChatMessage> messages, string? instructions)
    {
        var mapped = new List<WireMessage>();
        if (!string.IsNullOrEmpty(instructions))
        {
            mapped.Add(new WireMessage("system", instructions));
        }

        foreach (var message in messages)
        {
            mapped.Add(new WireMessage(message.Role.Value, TextOf(message)));
        }

        return mapped;
    }

    private static string TextOf(ChatMessage message)
    {
        var text = new StringBuilder();
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextReasoningContent or UsageContent:
                    break;
                case TextContent part:
                    text.Append(part.Text);
                    break;
                default:
                    throw new NotSupportedException($"Messages can hold text only, not {content.GetType().Name}.");
            }
        }

        return text.ToString();
    }

    private static ResponseFormat? MapFormat(ChatResponseFormat? format) => format switch
    {
        ChatResponseFormatJson { Schema: { } schema } json => new ResponseFormat(
            "json_schema", new WireJsonSchema(SchemaName(json.SchemaName), json.SchemaDescription, schema, Strict: true)),
        ChatResponseFormatJson => new ResponseFormat("json_object"),
        _ => null,
    };

    // OpenAI takes letters, digits, _ and -, at most 64 of them; .NET type names hold other characters.
    private static string SchemaName(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return DefaultSchemaName;
        }

        var safe = string.Concat(name.Take(64).Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_'));
        return safe;
    }

    private static HashSet<string> FieldsOf(ChatCompletionRequest request)
    {
        var fields = new HashSet<string> { "stream", "stream_options" };
        foreach (var property in JsonSerializer.SerializeToElement(request, OpenAIJsonContext.Default.ChatCompletionRequest).EnumerateObject())
        {
            fields.Add(property.Name);
        }

        return fields;
    }
}
