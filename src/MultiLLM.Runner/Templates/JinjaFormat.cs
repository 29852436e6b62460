using System.Text.Json.Nodes;

namespace MultiLLM.Runner.Templates;

/// <summary>A model's own Jinja template.</summary>
internal sealed class JinjaFormat(string source, string bosToken, string eosToken, TimeProvider time) : IPromptFormat
{
    /// <summary>None: a model with a template ends its answers with a token.</summary>
    public IReadOnlyList<string> StopStrings => [];

    public void Compile() => JinjaEngine.Shared.Compile(source);

    /// <summary>A system message that the template refuses, or silently drops, goes into the first user message instead.</summary>
    public string Render(Conversation conversation)
    {
        var system = conversation.Messages.FirstOrDefault(message => message.Role == Conversation.System)?.Content.Trim() ?? "";
        if (system.Length == 0)
        {
            return Run(conversation);
        }

        string text;
        try
        {
            text = Run(conversation);
        }
        catch (TemplateException refusal) when (refusal.RaisedByTemplate)
        {
            return TryRun(conversation.WithSystemMerged()) ?? throw new TemplateException(refusal.Message, raisedByTemplate: true, refusal);
        }

        return Has(text, system) || TryRun(conversation.WithSystemMerged()) is not { } merged || !Has(merged, system) ? text : merged;
    }

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.Ordinal);

    private string? TryRun(Conversation conversation)
    {
        try
        {
            return Run(conversation);
        }
        catch (TemplateException e) when (e.RaisedByTemplate)
        {
            return null;
        }
    }

    private string Run(Conversation conversation) => JinjaEngine.Shared.Render(
        source,
        new JsonObject
        {
            ["messages"] = new JsonArray([.. conversation.Messages.Select(Message)]),
            ["tools"] = conversation.Tools?.DeepClone(),
            ["documents"] = null,
            ["add_generation_prompt"] = conversation.AddGenerationPrompt,
            ["bos_token"] = bosToken,
            ["eos_token"] = eosToken,
        },
        time);

    // Templates test whether a field exists, so absent ones stay out.
    private static JsonNode Message(TemplateMessage message)
    {
        var node = new JsonObject { ["role"] = message.Role, ["content"] = message.Content };
        if (message.Name.Length > 0)
        {
            node["name"] = message.Name;
        }

        if (message.ToolCallId.Length > 0)
        {
            node["tool_call_id"] = message.ToolCallId;
        }

        if (message.ToolCalls is { Count: > 0 } calls)
        {
            node["tool_calls"] = calls.DeepClone();
        }

        return node;
    }
}
