using Microsoft.Extensions.AI;
using MultiLLM.Core.Backends;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Policy.Fields;
using MultiLLM.Core.Gateway.Policy.Scanning;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Gateway.Policy;

/// <summary>Brings every text of a chat request before its judge, and puts together what the model may read.</summary>
internal static class ChatInput
{
    /// <summary>The request as it goes on. Throws where it may not.</summary>
    public static (IReadOnlyList<ChatMessage> Messages, ChatOptions? Options) Judge(InputJudge judge, TextScanner scanner, IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        if (scanner.Rules.Count == 0)
            return (messages, options);
        var prompt = (options as GenerationOptions)?.Prompt;
        if (prompt?.Tokens is not null && scanner.MaskOrBlock && judge.RefusesUnreadable)
            throw Unreadable("prompt");
        var isChat = prompt is null;
        var instructions = options?.Instructions is { Length: > 0 } set ? judge.Add(set, isInstruction: true) : (int?)null;
        var raw = prompt?.Text is { } text ? judge.Add(text) : (int?)null;
        var judged = isChat ? messages.Select(message => new JudgedMessage(judge, message)).ToList() : [];
        var last = new Dictionary<ChatRole, JudgedMessage>();
        foreach (var message in judged.Where(message => message.Text is not null && (message.Role == ChatRole.User || message.Role == ChatRole.Tool)))
        {
            if (last.TryGetValue(message.Role, out var before))
                judge.Join(before.Text!.Value, message.Text!.Value);
            last[message.Role] = message;
        }
        var fields = new RequestFields(judge, options);
        judge.Decide();
        if (!judge.Masks)
            return (messages, options);
        var given = GenerationOptions.From(options);
        if (instructions is { } system)
            given.Instructions = judge.Masked(system);
        if (raw is { } whole)
            given.Prompt = new RawPrompt(judge.Masked(whole), null);
        var masked = isChat ? judged.Select(message => message.Masked()).ToList() : messages;
        fields.Mask(given);
        return (masked, given);
    }

    public static MultiLLMException Unreadable(string param) => new(new Error(
        ErrorCode.InvalidRequest, "The content policy looks at text, and token ids cannot be looked at; send the text instead.", param));

    private sealed class JudgedMessage
    {
        private readonly InputJudge _judge;
        private readonly ChatMessage _message;
        private readonly Dictionary<AIContent, int> _results = [];
        private readonly Dictionary<AIContent, JudgedJson> _arguments = [];

        public JudgedMessage(InputJudge judge, ChatMessage message)
        {
            (_judge, _message) = (judge, message);
            var isInstruction = message.Role == ChatRole.System || message.Role == ChatRole.Assistant;
            if (message.Text.Length > 0) // its parts put together, as the model reads them
                Text = judge.Add(message.Text, isInstruction);
            Name(message.AuthorName, "name");
            Name(message.ToolCallId, "tool_call_id");
            foreach (var content in message.Contents)
            {
                if (content is FunctionResultContent result)
                {
                    Name(result.CallId, "tool_call_id");
                    if (result.Result is { } told)
                        _results[content] = judge.Add(told as string ?? told.ToString() ?? "");
                }
                else if (content is FunctionCallContent call)
                {
                    Name(call.CallId, "tool_calls.id");
                    Name(call.Name, "tool_calls.function.name");
                    if (call.Arguments is { Count: > 0 } arguments)
                        _arguments[content] = new JudgedJson(judge, "tool_calls.function.arguments", ToolArguments.ToJson(arguments), _ => true, isInstruction: true);
                }
            }
        }

        public ChatRole Role => _message.Role;
        public int? Text { get; }

        public ChatMessage Masked()
        {
            var text = Text is { } known ? _judge.Masked(known) : null;
            if (_results.Count == 0 && _arguments.Count == 0 && (text is null || text == _message.Text))
                return _message;
            var contents = new List<AIContent>();
            if (text is not null)
                contents.Add(new TextContent(text));
            foreach (var content in _message.Contents.Where(content => content is not TextContent))
                contents.Add(Masked(content));
            var masked = _message.Clone();
            masked.Contents = contents;
            return masked;
        }

        /// <summary>Others find the message by it.</summary>
        private void Name(string? name, string field)
        {
            if (!string.IsNullOrEmpty(name))
                _judge.Add(name, isInstruction: true, $"messages.{field}", RequestFields.AsItIs);
        }

        private AIContent Masked(AIContent content) => content switch
        {
            FunctionResultContent result when _results.TryGetValue(content, out var text) => new FunctionResultContent(result.CallId, _judge.Masked(text)),
            FunctionCallContent call when _arguments.TryGetValue(content, out var arguments) => new FunctionCallContent(call.CallId, call.Name, ToolArguments.Of(arguments.Masked())),
            _ => content,
        };
    }
}
