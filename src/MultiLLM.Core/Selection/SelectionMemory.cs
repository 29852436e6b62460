using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Selection.Decisions;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Core.Selection.Rates;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection;

/// <summary>What selection learns from answers: who answered which conversation, how fast models are, what was decided, and how it ended.</summary>
internal sealed class SelectionMemory(
    IConversations conversations, IModelRates rates, IDemand demand, IDecisionLog decisions, IFeedback feedback, IOptions<MultiLLMOptions> options, TimeProvider time)
{
    private const int KeptPromptCharacters = 500;

    /// <summary>Adds what is remembered of the conversation.</summary>
    public RequestFeatures Recall(RequestFeatures features, IReadOnlyList<ChatMessage> messages) =>
        features with { Conversation = conversations.Find(messages, features.Wishes.ConversationId) };

    /// <summary>The answer's first piece is there.</summary>
    public AnsweredBy Begin(SelectionDecision decision, IReadOnlyList<ChatMessage> messages, RequestFeatures features)
    {
        demand.Asked(decision.Model.Id);
        var identified = decision with { ConversationId = conversations.IdOf(messages, features) };
        var prompt = options.Value.KeepPrompts ? Beginning(messages) : null;
        decisions.Add(new RecordedDecision(identified, time.GetUtcNow(), prompt));
        return new AnsweredBy(identified, messages, features, conversations, rates, feedback);
    }

    private static string? Beginning(IReadOnlyList<ChatMessage> messages) =>
        messages.LastOrDefault(message => message.Role == ChatRole.User)?.Text is { } text
            ? text.Length <= KeptPromptCharacters ? text : text[..KeptPromptCharacters]
            : null;
}
