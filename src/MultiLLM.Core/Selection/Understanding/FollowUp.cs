using Microsoft.Extensions.AI;

namespace MultiLLM.Core.Selection.Understanding;

/// <summary>Reads messages that mean little without what was said before, such as "and in French?".</summary>
internal static class FollowUp
{
    /// <summary>Longer messages speak for themselves.</summary>
    private const int LongestFollowUp = 80;

    /// <summary>Characters of an earlier message that are looked at.</summary>
    private const int Examined = 1000;

    /// <summary>How many of the person's messages are looked back for one that speaks for itself.</summary>
    private const int LookBack = 4;

    public static TaskReading Read(ITaskClassifier classifier, string question, IReadOnlyList<ChatMessage> messages)
    {
        var alone = classifier.Read(question);
        if (alone.IsSure || question.Length > LongestFollowUp || ThatSpeaksForItself(classifier, messages) is not { } before)
            return alone;
        var together = classifier.Read($"{before.AsSpan(0, Math.Min(before.Length, Examined))}\n{question}");
        return together.Confidence > alone.Confidence ? together : alone;
    }

    /// <summary>The person's latest message before the last one whose task is clear; null: none is.</summary>
    private static string? ThatSpeaksForItself(ITaskClassifier classifier, IReadOnlyList<ChatMessage> messages)
    {
        var seen = 0;
        for (var i = messages.Count - 1; i >= 0 && seen <= LookBack; i--)
        {
            if (messages[i].Role == ChatRole.User && seen++ > 0 && messages[i].Text is var text && classifier.Read(text).IsSure)
                return text;
        }
        return null;
    }
}
