using Microsoft.Extensions.AI;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection.Understanding.Classifier;

namespace MultiLLM.Core.Selection.Understanding;

/// <summary>Reads what a request shows besides its task. Pure, and quick for texts of any length.</summary>
internal static class RequestSignReader
{
    /// <summary>A text of at most this many characters is all instruction; of a longer one the first and the last sentence are.</summary>
    private const int InstructionLength = 400;

    /// <summary>Complaints come first, and are not long.</summary>
    private const int ComplaintWithin = 100;
    private const int LongestComplaint = 600;
    private const int LongDocument = 1500;
    private const int LongQuote = 40;
    private const int Paste = 200;

    /// <param name="question">What the person wrote last.</param>
    /// <param name="messages">The conversation.</param>
    /// <param name="options">Tools and formats asked for.</param>
    public static RequestSigns Read(string question, IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var window = new TextWindow(question);
        return new RequestSigns
        {
            Language = LanguageReader.Read(question),
            BringsMaterial = BringsMaterial(window),
            WantsJson = options?.ResponseFormat is ChatResponseFormatJson || Says(window, WishPhrases.Json),
            WantsTools = options?.Tools is { Count: > 0 } || (options as GenerationOptions)?.RemoteOnlyField is not null,
            WantsBrevity = Says(window, WishPhrases.Brevity),
            WantsDepth = Says(window, WishPhrases.Depth),
            IsDissatisfied = IsDissatisfied(question, messages),
        };
    }

    private static bool Says(in TextWindow window, PhraseSet phrases) =>
        window.Length <= InstructionLength ? phrases.IsIn(window.Head) : phrases.IsIn(window.Opening) || phrases.IsIn(window.Closing);

    private static bool BringsMaterial(in TextWindow window)
    {
        var shape = ShapeReader.Read(window);
        const TextTraits Material = TextTraits.CodeFence | TextTraits.Table | TextTraits.Dialogue | TextTraits.Json | TextTraits.Markup | TextTraits.Code;
        var pasted = (shape.Traits & (TextTraits.MaterialAfter | TextTraits.MaterialBefore)) != 0 && shape.Length >= Paste;
        return pasted || (shape.Traits & Material) != 0 || shape.Quoted >= LongQuote || shape.Length >= LongDocument;
    }

    private static bool IsDissatisfied(string question, IReadOnlyList<ChatMessage> messages)
    {
        var last = LastFromUser(messages);
        if (last < 0 || !messages.Take(last).Any(m => m.Role == ChatRole.Assistant))
            return false;
        var complains = question.Length <= LongestComplaint && WishPhrases.Dissatisfaction.IsIn(question.AsSpan(0, Math.Min(question.Length, ComplaintWithin)));
        return complains || messages.Take(last).Any(m => m.Role == ChatRole.User && WordOverlap.IsSameQuestion(m.Text, question));
    }

    private static int LastFromUser(IReadOnlyList<ChatMessage> messages)
    {
        var last = messages.Count - 1;
        while (last >= 0 && messages[last].Role != ChatRole.User)
            last--;
        return last;
    }
}
