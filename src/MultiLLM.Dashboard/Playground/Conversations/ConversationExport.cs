using System.Globalization;
using System.Text;
using MultiLLM.Dashboard.Display;

namespace MultiLLM.Dashboard.Playground.Conversations;

/// <summary>A conversation to read outside.</summary>
internal static class ConversationExport
{
    private const int NameLength = 40;

    public static string Markdown(Conversation conversation)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"# {conversation.Title}\n");
        if (!string.IsNullOrWhiteSpace(conversation.Settings.SystemPrompt))
            text.Append(CultureInfo.InvariantCulture, $"\n## Instructions\n\n{conversation.Settings.SystemPrompt}\n");
        foreach (var message in conversation.Messages)
        {
            var who = message.Speaker == Speaker.Person ? "You" : message.Answer?.ModelId ?? "Answer";
            text.Append(CultureInfo.InvariantCulture, $"\n## {who}\n\n{message.Text}\n");
            if (message.Answer?.End is AnswerEnd.Stopped)
                text.Append("\n*Stopped here.*\n");
            else if (message.Answer?.Problem is { } problem)
                text.Append(CultureInfo.InvariantCulture, $"\n*Broken off: {problem.Message}*\n");
        }
        return text.ToString();
    }

    /// <summary>A name that every file system takes.</summary>
    public static string FileName(Conversation conversation, string ending)
    {
        var words = string.Concat(InertText.Line(conversation.Title, NameLength).Select(c => char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-'))
            .Split('-', StringSplitOptions.RemoveEmptyEntries);
        return $"{(words.Length == 0 ? "conversation" : string.Join('-', words))}.{ending}";
    }
}
