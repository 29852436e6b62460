using Microsoft.Extensions.AI;
using MultiLLM.Core.Errors;
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
        judge.Decide();
        if (!judge.Masks)
            return (messages, options);
        var given = GenerationOptions.From(options);
        if (instructions is { } system)
            given.Instructions = judge.Masked(system);
        if (raw is { } whole)
            given.Prompt = new RawPrompt(judge.Masked(whole), null);
        var masked = isChat ? judged.Select(message => message.Masked()).ToList() : messages;
        if (given.StopSequences is { } stops)
            given.StopSequences = [.. stops.Select(judge.Book.Replace)]; // the model writes what it was given
        return (masked, given);
    }

    public static MultiLLMException Unreadable(string param) => new(new Error(
        ErrorCode.InvalidRequest, "The content policy looks at text, and token ids cannot be looked at; send the text instead.", param));

    private sealed class JudgedMessage
    {
        private readonly InputJudge _judge;
        private readonly ChatMessage _message;
        private readonly List<(AIContent Content, int Text)> _others = [];

        public JudgedMessage(InputJudge judge, ChatMessage message)
        {
            (_judge, _message) = (judge, message);
            var isInstruction = message.Role == ChatRole.System || message.Role == ChatRole.Assistant;
            if (message.Text.Length > 0) // its parts put together, as the model reads them
                Text = judge.Add(message.Text, isInstruction);
            foreach (var content in message.Contents)
            {
                if (content is FunctionResultContent { Result: { } result })
                    _others.Add((content, judge.Add(result as string ?? result.ToString() ?? "")));
                else if (content is FunctionCallContent { Arguments: { } arguments })
                    _others.AddRange(arguments.Values.Where(value => value is not null).Select(value => (content, judge.Add(value!.ToString() ?? "", isInstruction: true))));
            }
        }

        public ChatRole Role => _message.Role;
        public int? Text { get; }

        public ChatMessage Masked()
        {
            var text = Text is { } known ? _judge.Masked(known) : null;
            if (_others.Count == 0 && (text is null || text == _message.Text))
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

        private AIContent Masked(AIContent content)
        {
            if (content is FunctionResultContent result && _others.Find(other => other.Content == content) is { Content: not null } found)
                return new FunctionResultContent(result.CallId, _judge.Masked(found.Text));
            if (content is not FunctionCallContent { Arguments: { } arguments } call)
                return content;
            var texts = new Queue<int>(_others.Where(other => other.Content == content).Select(other => other.Text));
            var masked = arguments.ToDictionary(pair => pair.Key, pair => pair.Value is null ? null : pair.Value is string or System.Text.Json.JsonElement { ValueKind: System.Text.Json.JsonValueKind.String } ? _judge.Masked(texts.Dequeue()) : Skip(texts, pair.Value));
            return new FunctionCallContent(call.CallId, call.Name, masked);
        }

        private static object Skip(Queue<int> texts, object value)
        {
            texts.Dequeue();
            return value;
        }
    }
}
