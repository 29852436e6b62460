using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MultiLLM.Contracts.Runner;

namespace MultiLLM.Runner.Templates;

/// <summary>
/// Keeps control tokens that users write apart from those that the template writes. Before rendering, each of the users' becomes a mark
/// of private-use characters that occur nowhere in the conversation; after it, the marks become segments of plain text.
/// Text without control tokens passes through untouched.
/// </summary>
internal sealed partial class PromptGuard
{
    private const char FirstPrivateUse = '\uE000';
    private const char LastPrivateUse = '\uF8FF';

    private readonly ControlTokenSearch _search;
    private readonly List<string> _replaced = [];
    private readonly char _open;
    private readonly char _close;
    private readonly char _end;

    public PromptGuard(ControlTokenSearch search, ChatPrompt prompt)
    {
        _search = search;
        var used = UsedPrivateUse(prompt);
        var free = Enumerable.Range(FirstPrivateUse, LastPrivateUse - FirstPrivateUse + 1).Select(c => (char)c).Where(c => !used.Contains(c)).Take(3).ToArray();
        if (free.Length < 3)
        {
            throw new TemplateException("The messages use every private-use character of Unicode; some must stay free to mark control tokens.");
        }

        (_open, _close, _end) = (free[0], free[1], free[2]);
    }

    /// <summary>Replaces the control tokens in a text that did not come from the template.</summary>
    public string Protect(string text)
    {
        if (!_search.Contains(text))
        {
            return text;
        }

        var output = new StringBuilder();
        var position = 0;
        while (_search.TryFind(text, position, out var index, out var token))
        {
            output.Append(text, position, index - position)
                .Append(_open).Append(CultureInfo.InvariantCulture, $"{_replaced.Count}").Append(_close);
            _replaced.Add(token);
            position = index + token.Length;
        }

        return output.Append(text, position, text.Length - position).ToString();
    }

    /// <summary>Marks the end of the message that is to be continued.</summary>
    public Conversation MarkEnd(Conversation conversation)
    {
        var last = conversation.Messages[^1];
        return conversation with { Messages = [.. conversation.Messages.SkipLast(1), last with { Content = last.Content + _end }] };
    }

    /// <summary>Cuts the text at the mark of <see cref="MarkEnd"/>.</summary>
    public string CutAtEnd(string text)
    {
        var end = text.LastIndexOf(_end);
        return end >= 0 ? text[..end] : throw new TemplateException("The chat template drops the final assistant message, so it cannot be continued.");
    }

    /// <summary>Turns the marks back into the users' text.</summary>
    public IReadOnlyList<PromptSegment> Split(string text)
    {
        var segments = new List<PromptSegment>();
        var position = 0;
        for (int open; (open = text.IndexOf(_open, position)) >= 0;)
        {
            Add(segments, text[position..open], parseSpecial: true);
            var close = text.IndexOf(_close, open);
            if (close < 0 || !int.TryParse(text.AsSpan(open + 1, close - open - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var mark))
            {
                // The template took the mark apart.
                throw new TemplateException("The chat template changes the text of messages, and one of them contains a control token of the model.");
            }

            Add(segments, _replaced[mark], parseSpecial: false);
            position = close + 1;
        }

        Add(segments, text[position..], parseSpecial: true);
        return segments;
    }

    private static void Add(List<PromptSegment> segments, string text, bool parseSpecial)
    {
        if (text.Length > 0)
        {
            segments.Add(new PromptSegment(text, parseSpecial));
        }
    }

    private static HashSet<char> UsedPrivateUse(ChatPrompt prompt)
    {
        var used = new HashSet<char>();
        foreach (var text in prompt.Messages
            .SelectMany(message => new[] { message.Role, message.Content, message.Name, message.ToolCallsJson, message.ToolCallId })
            .Append(prompt.ToolsJson))
        {
            for (var rest = text.AsSpan(); rest.IndexOfAnyInRange(FirstPrivateUse, LastPrivateUse) is >= 0 and var at; rest = rest[(at + 1)..])
            {
                used.Add(rest[at]);
            }
        }

        // JSON may spell a character as an escape.
        foreach (var json in prompt.Messages.Select(message => message.ToolCallsJson).Append(prompt.ToolsJson))
        {
            foreach (var escape in UnicodeEscape().EnumerateMatches(json))
            {
                used.Add((char)ushort.Parse(json.AsSpan(escape.Index + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            }
        }

        return used;
    }

    [GeneratedRegex(@"\\u[0-9a-fA-F]{4}")]
    private static partial Regex UnicodeEscape();
}
