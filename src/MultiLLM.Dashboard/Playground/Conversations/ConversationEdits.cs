using MultiLLM.Dashboard.Display;

namespace MultiLLM.Dashboard.Playground.Conversations;

/// <summary>What can be done to a conversation. Each returns another one and leaves the one before as it was.</summary>
internal static class ConversationEdits
{
    public const int TitleLength = 60;

    public static Conversation Add(this Conversation conversation, Message message)
    {
        var title = conversation is { IsEmpty: true, Named: false } && message.Speaker == Speaker.Person ? TitleOf(message.Text) : conversation.Title;
        return conversation with { Title = title, Messages = [.. conversation.Messages, message], UpdatedAt = message.At };
    }

    public static Conversation Rename(this Conversation conversation, string title) =>
        string.IsNullOrWhiteSpace(title) ? conversation : conversation with { Title = InertText.Line(title, TitleLength), Named = true };

    /// <summary>Without a message and all after it.</summary>
    public static Conversation CutAt(this Conversation conversation, string messageId)
    {
        var kept = conversation.Messages.TakeWhile(message => message.Id != messageId).ToList();
        return conversation with { Messages = kept };
    }

    public static Conversation Replace(this Conversation conversation, Message message) =>
        conversation with { Messages = [.. conversation.Messages.Select(other => other.Id == message.Id ? message : other)] };

    /// <summary>How many messages follow one.</summary>
    public static int CountAfter(this Conversation conversation, string messageId) =>
        conversation.Messages.Reverse().TakeWhile(message => message.Id != messageId).Count();

    private static string TitleOf(string text)
    {
        var title = InertText.Line(text, TitleLength);
        return title.Length == 0 ? Conversation.DefaultTitle : title;
    }
}
