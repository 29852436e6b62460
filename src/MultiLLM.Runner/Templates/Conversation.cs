using System.Text.Json;
using System.Text.Json.Nodes;
using MultiLLM.Contracts.Runner;

namespace MultiLLM.Runner.Templates;

internal sealed record TemplateMessage(string Role, string Content)
{
    public string Name { get; init; } = "";

    public string ToolCallId { get; init; } = "";

    public JsonArray? ToolCalls { get; init; }
}

/// <summary>A conversation in the form that templates take.</summary>
internal sealed record Conversation(IReadOnlyList<TemplateMessage> Messages, JsonArray? Tools, bool AddGenerationPrompt)
{
    public const string System = "system";
    public const string User = "user";
    public const string Assistant = "assistant";

    /// <param name="prompt">As the server sent it.</param>
    /// <param name="protect">Applied to every string that the template will see.</param>
    /// <exception cref="TemplateException">Tools or tool calls are not JSON, or the conversation is empty or cannot be continued.</exception>
    public static Conversation From(ChatPrompt prompt, Func<string, string> protect)
    {
        if (prompt.Messages.Count == 0)
        {
            throw new TemplateException("messages is empty; a chat needs at least one message.");
        }

        if (prompt.ContinueFinalMessage && prompt.Messages[^1].Role != Assistant)
        {
            throw new TemplateException("continue_final_message needs an assistant message at the end.");
        }

        var messages = prompt.Messages.Select((message, i) => new TemplateMessage(protect(message.Role), protect(message.Content))
        {
            Name = protect(message.Name),
            ToolCallId = protect(message.ToolCallId),
            ToolCalls = ParseArray(message.ToolCallsJson, $"messages[{i}].tool_calls", protect) is { } calls ? WithParsedArguments(calls) : null,
        });
        return new Conversation([.. messages], ParseArray(prompt.ToolsJson, "tools", protect), !prompt.ContinueFinalMessage);
    }

    /// <summary>For templates without a system role: its text goes before the first user message.</summary>
    public Conversation WithSystemMerged()
    {
        var system = string.Join("\n\n", Messages.Where(message => message.Role == System).Select(message => message.Content));
        var rest = Messages.Where(message => message.Role != System).ToList();
        var first = rest.FindIndex(message => message.Role == User);
        if (first < 0)
        {
            rest.Insert(0, new TemplateMessage(User, system));
        }
        else
        {
            rest[first] = rest[first] with { Content = $"{system}\n\n{rest[first].Content}" };
        }

        return this with { Messages = rest };
    }

    private static JsonArray? ParseArray(string json, string param, Func<string, string> protect)
    {
        if (json.Length == 0)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(json) is JsonArray array
                ? (JsonArray)Protect(array, protect)!
                : throw new TemplateException($"{param} is not a JSON array.");
        }
        catch (JsonException e)
        {
            throw new TemplateException($"{param} is not valid JSON: {e.Message}", inner: e);
        }
    }

    private static JsonNode? Protect(JsonNode? node, Func<string, string> protect) => node switch
    {
        JsonArray array => new JsonArray([.. array.Select(item => Protect(item, protect))]),
        JsonObject item => new JsonObject(item.Select(pair => KeyValuePair.Create(protect(pair.Key), Protect(pair.Value, protect)))),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(protect(text)),
        _ => node?.DeepClone(),
    };

    // Over HTTP the arguments are JSON inside a string; templates expect the object.
    private static JsonArray WithParsedArguments(JsonArray calls)
    {
        foreach (var call in calls.OfType<JsonObject>())
        {
            if (call["function"] is JsonObject function && function["arguments"] is JsonValue value && value.TryGetValue<string>(out var text)
                && TryParse(text) is JsonObject arguments)
            {
                function["arguments"] = arguments;
            }
        }

        return calls;
    }

    private static JsonNode? TryParse(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
